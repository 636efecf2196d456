"""Every target by its name."""

from tests.fuzz import files, lists, wire

TARGETS = {
    "request": wire.request,
    "reply": wire.reply,
    "snapshot": wire.snapshot,
    "key_file": files.key_file,
    "target_list": lists.target_list,
    "welfare_list": lists.welfare_list,
    "descriptions": lists.descriptions,
    "archive": lists.archive,
    "bundle": files.bundle,
    "bundle_reply": files.bundle_reply,
    "cache": files.cache,
    "backup": files.a_backup,
}
