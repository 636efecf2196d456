"""Proves the project's own tooling: the pinned files, the layer contracts, the address check and the set-up scripts."""

import json
import os
import re
import shutil
import subprocess
import sys
import threading
import tomllib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).parent.parent
PINNED_FILES = ["requirements.txt", "constraints/device-requirements.txt"]
THAI = re.compile(r"[\u0e01-\u0e5b]")
LAYERED = [
    *(f"field_app/{name}" for name in ("cli", "bootstrap", "views", "services", "sync", "store")),
    *(f"server/{name}" for name in ("cli", "main", "routers", "services", "tables")),
    "shared_models/hlc",
]


def project() -> dict[str, Any]:
    with (ROOT / "pyproject.toml").open("rb") as file:
        return tomllib.load(file)


def run(*command: str | Path, folder: Path = ROOT, path: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command without input; `path` replaces PATH. A make that runs the tests says nothing to one run here."""
    left_out = ("CHROMIUM", "MAKEFLAGS", "MAKELEVEL", "MFLAGS")
    environment = {name: value for name, value in os.environ.items() if name not in left_out}
    environment["PATH"] = path or os.environ["PATH"]
    return subprocess.run(
        command,
        cwd=folder,
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def programs(folder: Path, *names: str) -> str:
    """A PATH on which only these of the machine's programs are found."""
    for name in names:
        (folder / name).symlink_to(str(shutil.which(name)))
    return str(folder)


def declared(group: str) -> list[Requirement]:
    """The requirements of a dependency group, with those of the groups it includes."""
    lines = project()["dependency-groups"][group]
    own = [Requirement(line) for line in lines if isinstance(line, str)]
    return own + [each for line in lines if isinstance(line, dict) for each in declared(line["include-group"])]


@pytest.mark.parametrize("name", PINNED_FILES)
def test_a_pinned_file_holds_versions_and_hashes_and_nothing_else(name: str) -> None:
    entries = re.split(r"\n(?=\S)", (ROOT / name).read_text(encoding="utf-8").strip())
    entry = re.compile(r"[a-z0-9-]+==\S+( ; [^\\\n]+)? \\(\n    --hash=sha256:[0-9a-f]{64}( \\)?)+")
    assert [each for each in entries if not entry.fullmatch(each)] == []


def test_the_pinned_file_satisfies_everything_that_is_declared() -> None:
    tables = project()["project"]
    lines = [
        *tables["dependencies"],
        *tables["optional-dependencies"]["web"],
        *tables["optional-dependencies"]["server"],
    ]
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    pinned = dict(re.findall(r"^([a-z0-9-]+)==(\S+)", text, re.MULTILINE))
    unmet = [
        str(requirement)
        for requirement in [*map(Requirement, lines), *declared("dev")]
        if pinned.get(canonicalize_name(requirement.name), "0") not in requirement.specifier
    ]
    assert unmet == []


def an_empty_tree(folder: Path) -> Path:
    """The project's import contracts over modules that import nothing."""
    shutil.copy(ROOT / "pyproject.toml", folder)
    for module in LAYERED:
        package, _, name = module.partition("/")
        (folder / package).mkdir(exist_ok=True)
        (folder / package / "__init__.py").touch()
        (folder / package / f"{name}.py").touch()
    return folder


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return run(Path(sys.executable).with_name("lint-imports"), "--no-cache", folder=folder)


def test_modules_that_import_inwards_keep_the_contracts(tmp_path: Path) -> None:
    an_empty_tree(tmp_path)
    (tmp_path / "field_app/views.py").write_text("import field_app.services, shared_models.hlc, time\n", "utf-8")
    (tmp_path / "server/cli.py").write_text("import server.main, server.tables, os\n", "utf-8")
    result = lint_imports(tmp_path)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    ("module", "imported", "contract"),
    [
        ("field_app/store", "field_app.views", "the tablet's layers point inwards"),
        ("field_app/services", "field_app.bootstrap", "the tablet's layers point inwards"),
        ("shared_models/hlc", "field_app.store", "the tablet's layers point inwards"),
        ("server/services", "server.routers", "the server's layers point inwards"),
        ("server/main", "server.cli", "the server's layers point inwards"),
        ("server/services", "field_app.sync", "field_app and server never meet"),
        ("field_app/cli", "server.main", "field_app and server never meet"),
        ("shared_models/hlc", "time", "shared_models does no I/O"),
        ("shared_models/hlc", "os.path", "shared_models does no I/O"),
        ("shared_models/hlc", "sqlite3", "shared_models does no I/O"),
    ],
)
def test_a_module_that_imports_outwards_breaks_its_contract(
    tmp_path: Path, module: str, imported: str, contract: str
) -> None:
    (an_empty_tree(tmp_path) / f"{module}.py").write_text(f"import {imported}\n", "utf-8")
    result = lint_imports(tmp_path)
    assert result.returncode == 1, result.stdout
    assert f"{contract} BROKEN" in result.stdout


@pytest.mark.parametrize(
    ("line", "refused"),
    [
        ("from datetime import UTC, datetime\n\nSTARTED = datetime.now(UTC)\n", True),
        ("from uuid import uuid4\n\nROW_ID = uuid4()\n", True),
        ("from uuid import UUID\n\nROW_ID = UUID(int=0)\n", False),
    ],
)
def test_the_linter_refuses_a_clock_and_random_ids_in_shared_models(line: str, refused: bool, tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for package in ("shared_models", "server"):
        (tmp_path / package).mkdir()
        (tmp_path / package / "row.py").write_text(line, "utf-8")
    result = run(
        Path(sys.executable).with_name("ruff"), "check", "--no-cache", "--select", "TID251", ".", folder=tmp_path
    )
    assert ("shared_models/row.py" in result.stdout) == refused
    assert "server/row.py" not in result.stdout


def test_the_address_check_passes_a_tree_without_addresses(tmp_path: Path) -> None:
    (tmp_path / "notes.md").write_text("ดู /household/แผนที่ และ https://example.org/tmp/a\nself.root/tmp/x\n", "utf-8")
    assert run("sh", ROOT / "tooling/addresses.sh", tmp_path).returncode == 0


@pytest.mark.parametrize(
    "line",
    ["--index-url https://" + "pypi" + ".org/simple", "ไฟล์อยู่ที่ /" + "root/บ้าน", "cd '/" + "home/somchai/project'"],
)
def test_the_address_check_names_the_line_with_an_address(tmp_path: Path, line: str) -> None:
    (tmp_path / "notes.md").write_text(f"บันทึก\n{line}\n", "utf-8")
    result = run("sh", ROOT / "tooling/addresses.sh", tmp_path)
    assert result.returncode == 1
    assert "notes.md:2:" in result.stderr
    assert THAI.search(result.stderr.splitlines()[-2])


def test_a_machine_without_python_is_told_so_in_thai_and_english(tmp_path: Path) -> None:
    path = programs(tmp_path, "sh", "dirname", "id", "cmp")
    result = run("sh", "tooling/environment.sh", tmp_path / "venv", "requirements.txt", "3.11", "3.12", path=path)
    assert result.returncode != 0
    thai, english = result.stderr.splitlines()
    assert THAI.search(thai)
    assert "Python in one of the versions 3.11 3.12 with its venv module is needed" in english
    assert not (tmp_path / "venv").exists()


def test_a_python_of_another_version_is_not_taken(tmp_path: Path) -> None:
    path = programs(tmp_path, "sh", "dirname", "id", "cmp")
    (tmp_path / "python3").symlink_to(sys.executable)
    result = run("sh", "tooling/environment.sh", tmp_path / "venv", "requirements.txt", "3.10", path=path)
    assert result.returncode != 0
    assert not (tmp_path / "venv").exists()


def test_a_machine_without_chromium_is_told_so_in_thai_and_english(tmp_path: Path) -> None:
    result = run("sh", "tooling/chromium.sh", path=programs(tmp_path, "sh", "dirname", "id"))
    assert result.returncode != 0
    thai, english = result.stderr.splitlines()
    assert THAI.search(thai)
    assert "The browser tests need Chromium" in english


def test_a_machine_without_libreoffice_is_told_so_in_thai_and_english(tmp_path: Path) -> None:
    result = run("sh", "tooling/libreoffice.sh", path=programs(tmp_path, "sh", "dirname", "id"))
    assert result.returncode != 0
    thai, english = result.stderr.splitlines()
    assert THAI.search(thai)
    assert "need LibreOffice Calc" in english


def test_make_alone_lists_every_target_in_thai_and_english() -> None:
    lines = run("make").stdout.splitlines()
    (targets,) = re.findall(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    listed = {line.split()[1]: line for line in lines[1:]}
    assert set(listed) == set(targets.split())
    assert all(THAI.search(line) and " · " in line for line in listed.values())


class Advisories(BaseHTTPRequestHandler):
    """A vulnerability service that knows of one, in one version of one package."""

    def do_POST(self) -> None:
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        hit = (asked["package"]["name"], asked["version"]) == ("sniffio", "1.3.0")
        found = [{"id": "GHSA-aaaa-bbbb-cccc", "modified": "2026-01-01T00:00:00Z", "affected": []}] if hit else []
        body = json.dumps({"vulns": found} if found else {}).encode()
        self.send_response(200)
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Nothing on the test's output."""


@pytest.fixture(scope="module")
def advisories() -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Advisories)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/v1/query"
    server.shutdown()
    server.server_close()


def audit(folder: Path, url: str, *, version: str, ignored: str = "", **environment: str) -> tuple[int, str]:
    """Its exit status and what it says of one pinned package."""
    (folder / "tooling").mkdir(exist_ok=True)
    (folder / "tooling/audit-ignored.txt").write_text(ignored, "utf-8")
    (folder / "requirements.txt").write_text(f"sniffio=={version} \\\n    --hash=sha256:{'0' * 64}\n", "utf-8")
    variables = {**os.environ, "AUDIT_URL": url, "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}"}
    command = ["sh", ROOT / "tooling/audit.sh", folder]
    done = subprocess.run(
        command, env={**variables, **environment}, capture_output=True, encoding="utf-8", check=False, cwd=folder
    )
    return done.returncode, done.stdout + done.stderr


def test_a_vulnerable_package_fails_the_check_unless_a_reason_is_on_record(tmp_path: Path, advisories: str) -> None:
    assert audit(tmp_path, advisories, version="1.3.1")[0] == 0
    status, told = audit(tmp_path, advisories, version="1.3.0")
    assert (status, "GHSA-aaaa-bbbb-cccc" in told, "มีช่องโหว่" in told) == (1, True, True)
    reason = "GHSA-aaaa-bbbb-cccc 2026-11-30 only on a platform that we do not serve\n"
    assert audit(tmp_path, advisories, version="1.3.0", ignored=reason)[0] == 0
    status, told = audit(tmp_path, advisories, version="1.3.1", ignored="GHSA-aaaa-bbbb-cccc\n")
    assert (status, "need an ID, a date and a reason" in told) == (1, True)


def test_without_the_vulnerability_service_the_check_goes_on_and_says_so(tmp_path: Path) -> None:
    nobody = "http://127.0.0.1:9/v1/query"
    status, told = audit(tmp_path, nobody, version="1.3.1")
    assert (status, len(told.splitlines()), bool(THAI.search(told)), "not audited" in told) == (0, 1, True, True)
    assert audit(tmp_path, nobody, version="1.3.1", AUDIT="require")[0] == 1


def test_what_is_ignored_in_the_audit_has_a_date_and_a_reason() -> None:
    lines = (ROOT / "tooling/audit-ignored.txt").read_text(encoding="utf-8").splitlines()
    entry = re.compile(r"[A-Z]+-\S+ 20\d\d-[01]\d-[0-3]\d .{10,}")
    assert [line for line in lines if line and not line.startswith("#") and not entry.fullmatch(line)] == []


SECRETS = re.compile(
    "|".join(
        (
            r"-----BEGIN (?:[A-Z]+ )?PRIVATE KEY-----\n[A-Za-z0-9+/=\n]{40,}",
            r"AGE-SECRET-KEY-1[0-9A-Z]{58}",
            r"\bhv_\d{4}_[0-9a-f]{10}_[0-9a-f]{64}\b",
            r"\b(?:gh[pousr]_[A-Za-z0-9]{36}|github_pat_\w{40,}|glpat-[\w-]{20}|xox[abprs]-[\w-]{10,}|AKIA[0-9A-Z]{16})\b",
            r"\b(?:AIza[\w-]{35}|sk-[A-Za-z0-9-]{32,}|npm_[A-Za-z0-9]{36}|eyJ[\w-]{20,}\.eyJ[\w-]{20,})",
            r"://[^\s/:@{}$]+:[^\s/:@{}$]{6,}@(?!127\.0\.0\.1|localhost)[\w.-]+",
        )
    )
)


def secrets_in(text: str) -> list[str]:
    return [found.group()[:20] for found in SECRETS.finditer(text)]


def test_no_private_key_or_token_is_in_the_tree() -> None:
    """In what is packed, too: all of it comes from here."""
    listed = run("git", "ls-files", "-z").stdout.split("\0")
    paths = [ROOT / name for name in listed if name] or [path for path in ROOT.rglob("*") if ".venv" not in str(path)]
    texts = {path: path.read_bytes().decode("utf-8", "ignore") for path in paths if path.is_file()}
    assert {str(path): found for path, text in texts.items() if (found := secrets_in(text))} == {}
    assert len(texts) > 100


@pytest.mark.parametrize(
    "parts",
    [
        ("-----BEGIN ", "PRIVATE KEY-----\n", "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQg\n"),
        ("AGE-SECRET-", "KEY-1", "Q" * 58),
        ("hv_", "5601_", "0a" * 5, "_", "0a" * 32),
        ("ghp", "_", "a1" * 18),
        ("postgresql://office:", "long-secret", "@db.example/field"),
    ],
    ids=["key", "backup", "agency", "token", "address"],
)
def test_a_secret_in_a_file_would_be_found(parts: tuple[str, ...]) -> None:
    assert secrets_in("บันทึก: " + "".join(parts)) != []
