"""Proves that what the tablet needs can be installed there: pure Python, or a compiled package with a mobile wheel."""

import sys
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from importlib.metadata import Distribution, DistributionFinder, MetadataPathFinder
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).parent.parent
# How Flet's build looks to a requirement's condition, one entry for each kind of processor it packs for.
TABLETS = [
    {"sys_platform": "android", "platform_system": "Android", "os_name": "posix", "platform_machine": machine}
    for machine in ("aarch64", "armv7l", "x86_64")
]
COMPILED_SUFFIXES = {".so", ".pyd", ".dylib", ".dll"}


def device_requirements() -> list[Requirement]:
    """What pyproject.toml says the tablet needs."""
    with (ROOT / "pyproject.toml").open("rb") as file:
        return [Requirement(line) for line in tomllib.load(file)["project"]["dependencies"]]


def pins(path: Path) -> dict[str, set[Version]]:
    """The versions each package is held to in a `name==version` file; hashes and comments are passed over."""
    found: dict[str, set[Version]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line[:1].isalnum():
            requirement = Requirement(line.removesuffix("\\"))
            (specifier,) = requirement.specifier
            found.setdefault(canonicalize_name(requirement.name), set()).add(Version(specifier.version))
    return found


MOBILE_WHEELS = pins(ROOT / "constraints" / "mobile-wheels.txt")
DEVICE = pins(ROOT / "constraints" / "device.txt")


def find(name: str, path: list[str]) -> Distribution:
    """The package of this name that is installed on `path`."""
    found = next(iter(MetadataPathFinder.find_distributions(DistributionFinder.Context(name=name, path=path))), None)
    assert found is not None, f"{name} is needed on the tablet and not installed here"
    return found


def wanted(requirement: Requirement, extras: Iterable[str]) -> bool:
    """Whether any tablet needs it, for a package that was itself asked for with `extras`."""
    marker = requirement.marker
    return marker is None or any(marker.evaluate({**tablet, "extra": extra}) for tablet in TABLETS for extra in extras)


def closure(requirements: Iterable[Requirement], path: list[str] = sys.path) -> Iterator[Distribution]:
    """Everything these requirements bring onto a tablet, each package once for each set of extras."""
    waiting: list[tuple[Requirement, tuple[str, ...]]] = [(requirement, ("",)) for requirement in requirements]
    seen = set()
    while waiting:
        requirement, extras = waiting.pop()
        key = (canonicalize_name(requirement.name), frozenset(requirement.extras))
        if key in seen or not wanted(requirement, extras):
            continue
        seen.add(key)
        distribution = find(requirement.name, path)
        yield distribution
        asked = ("", *requirement.extras)
        waiting += [(Requirement(line), asked) for line in distribution.requires or ()]


def compiled(distribution: Distribution) -> bool:
    """Whether it needs a wheel of its own for each platform; True also where its files do not say."""
    wheel = distribution.read_text("WHEEL") or ""
    pure = "root-is-purelib: true" in wheel.lower()
    return not pure or any(file.suffix in COMPILED_SUFFIXES for file in distribution.files or ())


def without_mobile_wheel(distributions: Iterable[Distribution]) -> set[str]:
    """The names of those that cannot be installed on a tablet."""
    return {
        name
        for distribution in distributions
        if compiled(distribution) and (name := canonicalize_name(distribution.name)) not in MOBILE_WHEELS
    }


def install_wheel(folder: Path, name: str, *, pure: bool, files: Sequence[str] = (), requires: str = "") -> None:
    """What an installer leaves in `folder` for a wheel of this name."""
    info = folder / f"{name}-1.0.dist-info"
    info.mkdir()
    requires_line = f"Requires-Dist: {requires}\n" if requires else ""
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n{requires_line}", "utf-8")
    (info / "WHEEL").write_text(f"Wheel-Version: 1.0\nRoot-Is-Purelib: {str(pure).lower()}\n", "utf-8")
    (info / "RECORD").write_text("".join(f"{file},,\n" for file in files), "utf-8")
    for file in files:
        (folder / file).parent.mkdir(exist_ok=True)
        (folder / file).touch()


def test_everything_the_tablet_needs_can_be_installed_there() -> None:
    assert without_mobile_wheel(closure(device_requirements())) == set()


def test_a_compiled_package_without_a_mobile_wheel_is_found(tmp_path: Path) -> None:
    install_wheel(tmp_path, "pyicu", pure=False)
    assert without_mobile_wheel(closure([Requirement("PyICU")], [str(tmp_path)])) == {"pyicu"}


def test_a_wheel_that_calls_itself_pure_and_brings_compiled_code_is_found(tmp_path: Path) -> None:
    install_wheel(tmp_path, "pyicu", pure=True, files=["icu/_icu.cpython-311-x86_64-linux-gnu.so"])
    assert without_mobile_wheel(closure([Requirement("pyicu")], [str(tmp_path)])) == {"pyicu"}


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ("", {"pyicu"}),
        ('; platform_machine == "aarch64"', {"pyicu"}),
        ('; extra == "thai"', {"pyicu"}),
        ('; sys_platform == "win32"', set()),
        ('; extra == "other"', set()),
    ],
)
def test_what_a_package_brings_along_is_found_where_a_tablet_asks_for_it(
    tmp_path: Path, condition: str, found: set[str]
) -> None:
    install_wheel(tmp_path, "sorting", pure=True, requires=f"pyicu{condition}")
    install_wheel(tmp_path, "pyicu", pure=False)
    assert without_mobile_wheel(closure([Requirement("sorting[thai]")], [str(tmp_path)])) == found


def test_a_package_that_only_a_tablet_asks_for_must_be_installed_here_too(tmp_path: Path) -> None:
    install_wheel(tmp_path, "sorting", pure=True, requires='pyicu; sys_platform == "android"')
    with pytest.raises(AssertionError, match="pyicu is needed on the tablet"):
        without_mobile_wheel(closure([Requirement("sorting")], [str(tmp_path)]))


def test_the_device_gets_versions_that_have_a_mobile_wheel() -> None:
    assert {
        name: versions for name, versions in DEVICE.items() if not versions <= MOBILE_WHEELS.get(name, versions)
    } == {}


def test_every_compiled_package_of_the_tablet_is_held_to_one_version() -> None:
    needed = {canonicalize_name(each.name) for each in closure(device_requirements()) if compiled(each)}
    assert {name for name in needed if len(DEVICE.get(name, ())) != 1} == set()


def test_the_compiled_device_file_keeps_the_device_versions() -> None:
    resolved = pins(ROOT / "constraints" / "device-requirements.txt")
    assert {name: resolved.get(name) for name in DEVICE} == DEVICE
