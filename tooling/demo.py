"""make demo: a district server with the sample list, an enrolled tablet, and the app in a browser. Ctrl-C ends both."""

import json
import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
import webbrowser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
DATA = Path(os.environ.get("DEMO_DATA", ROOT / "demo-data"))
SAMPLE = ROOT / "tests" / "samples" / "targets_5601"
DISTRICT, AREA, OFFICER, PIN = "5601", "560102", "อรทัย คำมูล (ตัวอย่าง)", "482913"
START_SECONDS = 60
PROGRAMS = Path(sys.executable).parent


def main() -> None:
    """Go on with the demo that is there, or make one from nothing."""
    for stop in (signal.SIGINT, signal.SIGTERM):
        signal.signal(stop, signal.default_int_handler)  # a background shell starts its programs deaf to Ctrl-C
    if not (DATA / "server" / "ready").exists():
        set_up()
    server_port, app_port = server_port_of_this_demo(), free_port(8460)
    server = subprocess.Popen([*server_command(), "serve", "--port", str(server_port)])
    try:
        wait_for(f"http://127.0.0.1:{server_port}/health", server)
        if not (DATA / "tablet" / "tablet.json").exists():
            enrol(server_port)
        serve_app(app_port)
    except KeyboardInterrupt:
        say("ปิดแล้ว", "Stopped.")
    finally:
        server.terminate()
        server.wait(10)


def set_up() -> None:
    """The database, its first supervisor and the sample district."""
    say("กำลังตั้งค่าอำเภอตัวอย่างและนำเข้ารายชื่อ 2,000 ครัวเรือน", "Setting up the sample district of 2,000 households")
    if not (DATA / "server" / "server.db").exists():
        run(*server_command(), "init", "--district", DISTRICT, FIELD_SERVER_PASSWORD=secrets.token_urlsafe(18))
    counts = run(
        *server_command(), "import-targets", str(SAMPLE / "targets.txt"), "--dictionary", str(SAMPLE / "dictionary.csv")
    )
    say(
        f"นำเข้าแล้ว {counts['households']:,} ครัวเรือน {counts['persons']:,} คน",
        f"Imported {counts['households']:,} households, {counts['persons']:,} persons",
    )
    (DATA / "server" / "ready").touch()


def enrol(server_port: int) -> None:
    """An officer, a one-time code, and a tablet that has exchanged once."""
    officer = run(*server_command(), "officer-add", "--name", OFFICER, "--area", AREA)
    code = run(*server_command(), "enrolment-code", "--officer", officer["id"])
    address = f"http://127.0.0.1:{server_port}"
    run(*tablet_command(), "enrol", "--server", address, "--code", code["code"], FIELD_APP_PIN=PIN)
    run(*tablet_command(), "sync", FIELD_APP_PIN=PIN)


def serve_app(port: int) -> None:
    """The app until it is stopped, its address and PIN on the screen."""
    address = f"http://127.0.0.1:{port}"
    app = subprocess.Popen([*tablet_command()[:-1], "--web", "--port", str(port)])
    try:
        wait_for(address, app)
        say(f"\n  เปิด {address}\n  เจ้าหน้าที่ {OFFICER} · PIN {PIN}", f"  Open {address} · PIN {PIN} · Ctrl-C ends\n")
        if os.environ.get("DISPLAY") or not sys.platform.startswith("linux"):
            webbrowser.open(address)
        app.wait()
    finally:
        app.terminate()
        app.wait(10)


def server_port_of_this_demo() -> int:
    """The same port every time: the tablet knows its server by it."""
    kept = DATA / "server" / "port"
    if not kept.exists():
        kept.write_text(str(free_port(8450)))
    return int(kept.read_text())


def server_command() -> list[str]:
    return [str(PROGRAMS / "field-server"), "--data-dir", str(DATA / "server"), "--json"]


def tablet_command() -> list[str]:
    return [str(PROGRAMS / "field-app"), "--data-dir", str(DATA / "tablet"), "--json"]


def run(*command: str, **environment: str) -> dict[str, str]:
    """The JSON answer of one of the project's programs; its own words are shown when it fails."""
    done = subprocess.run(command, env={**os.environ, **environment}, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)
    answer: dict[str, str] = json.loads(done.stdout.strip().splitlines()[-1])
    return answer


def free_port(wanted: int) -> int:
    """`wanted`, or any free port if something else has it."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", wanted))
        except OSError:
            probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(address: str, process: subprocess.Popen[bytes]) -> None:
    """Until the address answers. Ends the demo if its process ends first."""
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise SystemExit(process.returncode or 1)
        try:
            urllib.request.urlopen(address, timeout=1).close()
            return
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.2)
    say(f"{address} ไม่ตอบ ดูข้อความข้างบน", f"{address} does not answer; see the lines above.")
    raise SystemExit(1)


def say(thai: str, english: str) -> None:
    print(f"{thai}\n{english}", flush=True)


if __name__ == "__main__":
    main()
