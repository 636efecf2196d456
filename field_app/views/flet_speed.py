"""Two places where Flet takes long over a screen, made faster: docs/decisions/0015-flet-made-faster.md.

**The walk** over the controls that come and go: Flet asks each of a control's forty fields whether a control is inside.
Almost all hold their default, and Flet keeps the others apart (`_values`): it is enough to look there.

**The words about a message**: to a browser, Flet writes each one out in full for a log that is switched off. Names of
people belong in no log anyway.

This takes the place of private methods of Flet, so flet is pinned, and a test says when their text has changed.
"""

import dataclasses
import weakref
from collections.abc import Iterator
from functools import cache
from typing import Any

from flet.controls import object_patch
from flet.controls.object_patch import DiffBuilder
from flet.messaging.protocol import Message


def install() -> None:
    """From now on, for every session of this process."""
    DiffBuilder._configure_dataclass = configure
    DiffBuilder._removed_controls = removed
    Message.__repr__ = named  # type: ignore[method-assign]


def named(message: Message) -> str:
    """What kind of message it is; nothing of what it says."""
    return f"Message({message.action!r})"


def inner(item: Any) -> list[Any]:
    """What a dataclass of Flet's holds that can hold a control: its lists, dictionaries and dataclasses."""
    always = asked_always(type(item))
    held = [getattr(item, name) for name in always]
    held += [value for name, value in getattr(item, "_values", {}).items() if name not in always]
    return [value for value in held if is_nested(value)]


@cache
def asked_always(kind: type) -> frozenset[str]:
    """The fields that are not kept in `_values`, and those whose default already holds something."""
    defaults = getattr(kind, "_prop_defaults", {})
    return frozenset(
        field.name
        for field in dataclasses.fields(kind)
        if not field.metadata.get("skip", False) and (field.name not in defaults or is_nested(defaults[field.name]))
    )


def is_nested(value: Any) -> bool:
    return isinstance(value, list | dict) or dataclasses.is_dataclass(value)


def configure(
    builder: DiffBuilder, item: Any, parent: Any, frozen: bool, configure_setattr_only: bool = False
) -> Iterator[Any]:
    """Make what was added ready, and yield the controls in it; the arguments are Flet's.

    Every dataclass learns its nearest control above; a control is built and drawn before what it holds; what is not
    frozen starts with no change noted. `configure_setattr_only` leaves out building and what is inside.
    """
    if isinstance(item, list | dict):
        for value in item.values() if isinstance(item, dict) else item:
            yield from configure(builder, value, parent, frozen)
    elif dataclasses.is_dataclass(item):
        is_control = bool(builder.control_cls) and isinstance(item, builder.control_cls)
        parent = settle_in(item, parent)
        frozen = freeze(item, frozen)
        kind: Any = type(item)
        if getattr(kind, "__flet_control_cls__", None) is None:
            kind.__flet_control_cls__ = builder.control_cls
        if is_control:
            if not configure_setattr_only:
                control: Any = item
                control.build()
                control._before_update_safe()
                object.__setattr__(item, "_initialized", True)
            yield item
        if not configure_setattr_only:
            above = item if is_control else parent
            for value in inner(item):
                yield from configure(builder, value, above, frozen)
        if not frozen:
            start_clean(item)


def settle_in(item: Any, parent: Any) -> Any:
    """Tell the item its parent, or take the one it has. Returns it."""
    if parent is None:
        known = getattr(item, "_parent", None)
        parent = known() if known else None
    if parent is not None:
        if parent is item:
            raise object_patch.ObjectPatchException(f"Parent is the same as item: {item}")
        item._parent = weakref.ref(parent)
    return parent


def freeze(item: Any, frozen: bool) -> bool:
    """Whether the item is frozen: as it says itself, else as what is around it."""
    if hasattr(item, "_frozen"):
        return bool(item._frozen)
    if frozen:
        item._frozen = frozen
    return frozen


def start_clean(item: Any) -> None:
    """Changes count from here. A plain dataclass is made to note them."""
    noted = getattr(item, "_dirty", None)
    if noted is not None:
        noted.clear()
        return
    kind: Any = type(item)
    if kind.__setattr__ is not object_patch._control_setattr:
        kind.__setattr__ = object_patch._control_setattr
    object.__setattr__(item, "__changes", {})


def removed(builder: DiffBuilder, item: Any, recurse: bool) -> Iterator[Any]:
    """The controls in what was removed, innermost first; the arguments are Flet's.

    A control that was sent has snapshots of what it held; of others, `recurse` looks inside.
    """
    if isinstance(item, list | dict):
        for value in item.values() if isinstance(item, dict) else item:
            yield from removed(builder, value, recurse)
    elif builder.control_cls and isinstance(item, builder.control_cls):
        if hasattr(item, "__prev_lists"):
            for held in ("__prev_lists", "__prev_dicts", "__prev_classes"):
                for value in getattr(item, held, {}).values():
                    yield from removed(builder, value, recurse)
        elif recurse:
            for value in inner(item):
                yield from removed(builder, value, recurse)
        yield item
