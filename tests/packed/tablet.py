"""The packed app as a tablet has it: compiled, read-only, with the tablet's packages and nothing else to import.

A program here runs with `-I -S`: no environment of the machine, no site-packages, no installed project.
"""

import json
import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

import msgpack

from tests.packed.files import app_folder, packed_files
from tests.test_dependencies import closure, device_requirements

CLEAN = [sys.executable, "-I", "-S"]
START_SECONDS = 120
REGISTER, CRASHED = 1, 6  # message actions of Flet's protocol
FRAME = b"\x00"  # marks a protocol message in a packet
# As the embedded interpreter does it: the app's folder and the packages are all there is, `main` runs as the program.
BOOT = """
import runpy, sys
sys.path[:0] = sys.argv[1:3]
sys.argv = [""]
runpy.run_module("main", run_name="__main__")
"""
IMPORT = """
import importlib, json, sys
sys.path[:0] = sys.argv[1:3]
for name in sys.argv[3:]:
    importlib.import_module(name)
from field_app.config import Settings
print(json.dumps({"version": Settings.read().app_version, "from": sys.modules["field_app"].__file__}))
"""


class PackedApp:
    """The files of one build in a folder of their own, and the data folder the tablet would give them."""

    def __init__(self, folder: Path) -> None:
        self.app, self.site, self.data = (folder / name for name in ("app", "site-packages", "data"))
        for made in (self.app, self.site, self.data):
            made.mkdir()
        self._copy()
        self._install()

    def _copy(self) -> None:
        for file in packed_files():
            (self.app / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(app_folder() / file, self.app / file)
        subprocess.run([*CLEAN, "-m", "compileall", "-q", "-b", self.app], check=True)
        for source in self.app.rglob("*.py"):
            source.unlink()
        for path in self.app.rglob("*"):
            path.chmod(0o555 if path.is_dir() else 0o444)

    def _install(self) -> None:
        """Link what the tablet's dependencies installed here, and what those bring along on a tablet."""
        for distribution in closure(device_requirements()):
            for name in {file.parts[0] for file in distribution.files or ()} - {"..", "__pycache__"}:
                link = self.site / name
                if not link.is_symlink():
                    link.symlink_to(Path(str(distribution.locate_file(name))))

    def modules(self) -> list[str]:
        """Every module of the app by its whole name, but for the entry point, which starts it."""
        files = sorted(file.relative_to(self.app).with_suffix("") for file in self.app.rglob("*.pyc"))
        names = [".".join(file.parts).removesuffix(".__init__") for file in files]
        return [name for name in names if name != "main"]

    def contents(self) -> dict[str, int]:
        """Each file with the time it was last written, in nanoseconds."""
        return {str(path): path.stat().st_mtime_ns for path in self.app.rglob("*") if path.is_file()}

    def command(self, program: str, arguments: Sequence[str] = ()) -> list[str]:
        return [*CLEAN, "-c", program, str(self.app), str(self.site), *arguments]

    def environment(self, listens: str) -> dict[str, str]:
        """What the tablet's shell sets. Flet takes a socket here instead of the bridge into the Flutter process."""
        return {
            "FLET_PLATFORM": "android",
            "FLET_APP_STORAGE_DATA": str(self.data),
            "FLET_ASSETS_DIR": str(self.app / "assets"),
            "FLET_SERVER_UDS_PATH": listens,
            "HOME": str(self.data),
        }

    def imported(self) -> dict[str, str]:
        """Import every module; the version the app then tells, and the file `field_app` came from."""
        command = self.command(IMPORT, self.modules())
        done = subprocess.run(
            command, env=self.environment(""), cwd=self.data, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
        told: dict[str, str] = json.loads(done.stdout.splitlines()[-1])
        return told

    @contextmanager
    def started(self) -> Iterator["Client"]:
        """Run main as a tablet does, with a client that has just connected."""
        with TemporaryDirectory() as short:  # a socket's path may have about a hundred characters
            path = os.path.join(short, "flet")
            environment = self.environment(path)
            program = subprocess.Popen(self.command(BOOT), env=environment, cwd=self.data, stderr=subprocess.PIPE)
            try:
                with connected(path, program) as connection, connection.makefile("rwb") as stream:
                    yield Client(stream)
            finally:
                program.kill()
                program.communicate()


def connected(path: str, program: subprocess.Popen[bytes]) -> socket.socket:
    """The connection as soon as the app listens; raises with its words if it ends instead."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if program.poll() is not None:
            raise RuntimeError(program.communicate()[1].decode())
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(START_SECONDS)
        try:
            connection.connect(path)
        except OSError:
            connection.close()
            time.sleep(0.02)
        else:
            return connection
    raise TimeoutError(path)


class Client:
    """What Flet's Flutter client says to begin with, and what it is then told."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream

    def open(self, page: dict[str, Any]) -> None:
        """Register with the app: it makes a session and draws its first screen."""
        body = FRAME + msgpack.packb([REGISTER, {"session_id": "", "page_name": "", "page": page}])
        self.stream.write(len(body).to_bytes(4, "little") + body)
        self.stream.flush()

    def texts_until(self, words: str) -> list[str]:
        """Every text the app has sent up to the message in which `words` is one; raises if the session crashes."""
        texts: list[str] = []
        while words not in texts:
            action, body = self._message()
            assert action != CRASHED, body
            texts += strings(body)
        return texts

    def _message(self) -> tuple[int, Any]:
        length = int.from_bytes(self.stream.read(4), "little")
        packet = self.stream.read(length)
        assert packet[:1] == FRAME, "the app ended"
        action, body = msgpack.unpackb(packet[1:], strict_map_key=False)
        return action, body


def strings(value: Any) -> Iterator[str]:
    """Every string in a message, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from strings(each)
    elif isinstance(value, (list, tuple)):
        for each in value:
            yield from strings(each)
