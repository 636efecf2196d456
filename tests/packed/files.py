"""Which files `flet build` packs: read from pyproject.toml, chosen as Flet 1.0.5 chooses them."""

import tomllib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
PLATFORMS = ("android", "ios", "windows")


def project() -> dict[str, Any]:
    """pyproject.toml as it is."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def setting(name: str, platform: str) -> Any:
    """A dotted name under `tool.flet`, that of the platform before the one for all; None where neither is there."""
    for path in (f"{platform}.{name}", name):
        found: Any = project()["tool"]["flet"]
        for part in path.split("."):
            found = found.get(part) if isinstance(found, dict) else None
        if found is not None:
            return found
    return None


def app_folder() -> Path:
    """The folder that is packed; main.py and the assets are in its root."""
    return ROOT / str(setting("app.path", "") or ".")


def packed_files(platform: str = "android") -> list[Path]:
    """Every file that a build for this platform packs, relative to the app's folder."""
    folder = app_folder().resolve()
    named = {"build", *(setting("app.exclude", platform) or ())}
    kept = set(setting("app.include", platform) or ())
    hide = setting("app.default_excludes", platform) is not False
    return sorted(_packed(folder, folder, named, kept if hide else None))


def _packed(folder: Path, root: Path, named: Iterable[str], kept: Iterable[str] | None) -> Iterator[Path]:
    for path in folder.iterdir():
        name = path.relative_to(root).as_posix()
        if name in named or (kept is not None and name not in kept and _left_out_anyway(path, root)):
            continue
        if path.is_dir():
            yield from _packed(path, root, named, kept)
        else:
            yield path.relative_to(root)


def _left_out_anyway(path: Path, root: Path) -> bool:
    """Hidden in the root; a cache of bytecode or a virtual environment anywhere."""
    hidden = path.parent == root and path.name.startswith(".")
    return hidden or (path.is_dir() and (path.name == "__pycache__" or (path / "pyvenv.cfg").is_file()))
