#!/bin/sh
# Looks for every pinned package among the known vulnerabilities (osv.dev). Where the service cannot be reached it says so
# and lets the check go on; AUDIT=require does not. AUDIT_URL names a service of one's own with the same interface.
# What is known and does not concern us stands in tooling/audit-ignored.txt: ID, date, reason.
# usage: tooling/audit.sh [FOLDER]
set -eu
. "$(dirname "$0")/machine.sh"
cd "${1:-.}"
ignored=tooling/audit-ignored.txt
set --
if [ -f "$ignored" ]; then
    if grep -vE '^(#.*)?$|^[A-Z]+-[A-Za-z0-9-]+ 20[0-9]{2}-[01][0-9]-[0-3][0-9] .{10,}' "$ignored" >&2; then
        stop "บรรทัดข้างบนใน $ignored ต้องมี รหัส วันที่ และเหตุผล" "The lines above in $ignored need an ID, a date and a reason."
    fi
    for id in $(sed -n 's/^\([A-Z][^ ]*\) .*/\1/p' "$ignored"); do set -- "$@" --ignore-vuln "$id"; done
fi
within=$(command -v timeout >/dev/null 2>&1 && echo "timeout 180" || :)
told=$(mktemp)
trap 'rm -f "$told"' EXIT

look() { # FILE [--ignore-vuln ID]...
    file=$1
    shift
    $within pip-audit --require-hashes --disable-pip --progress-spinner off --timeout 5 --desc off --requirement "$file" \
        --vulnerability-service osv ${AUDIT_URL:+--osv-url "$AUDIT_URL"} "$@" 2>"$told"
}

for file in requirements.txt constraints/device-requirements.txt; do
    [ -f "$file" ] || continue
    status=0
    look "$file" "$@" || status=$?
    if [ "$status" = 0 ]; then
        continue
    elif grep -q '^Found .* known vulnerabilit' "$told"; then
        stop "แพ็กเกจข้างบนใน $file มีช่องโหว่ ปรับรุ่นด้วย make pins UPGRADE=1 หรือบันทึกเหตุผลใน $ignored" \
            "Packages above in $file are vulnerable: make pins UPGRADE=1, or give the reason in $ignored."
    elif [ "$status" = 124 ] || grep -q 'requests\.exceptions\.\|pip_audit\._service\.' "$told"; then
        printf '%s\n' "ติดต่อบริการช่องโหว่ไม่ได้ จึงยังไม่ได้ตรวจแพ็กเกจ · The vulnerability service cannot be reached; packages were not audited." >&2
        [ "${AUDIT:-}" != require ] || exit 1
        exit 0
    fi
    tail -n 5 "$told" >&2
    stop "ตรวจ $file ไม่สำเร็จ สาเหตุอยู่ข้างบน" "$file could not be audited; the lines above say why."
done
