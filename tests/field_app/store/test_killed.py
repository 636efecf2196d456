"""A tablet that dies at any moment, or whose disk is full, loses nothing it said was saved."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from field_app.store.errors import VaultBusy
from field_app.store.sealed import open_vault
from tests.field_app.store.killed import KEY, NOTE, STILL_KEPT, consistent, prepare

ROOT = Path(__file__).parents[3]
KILLS = 100 if os.environ.get("PROVE") else 10
LONGEST_RUN_SECONDS = 0.5


@contextmanager
def running(program: str, path: Path) -> Iterator[subprocess.Popen[str]]:
    command = [sys.executable, "-m", f"tests.field_app.store.{program}", str(path)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT) as child:
        try:
            yield child
        finally:
            child.kill()


def start_saving(child: subprocess.Popen[str]) -> int:
    """The process that saves from now on."""
    child.stdin.write("\n")
    child.stdin.flush()
    word, process = child.stdout.readline().split()
    assert word == "pid"
    return int(process)


def kill(child: subprocess.Popen[str], process: int) -> int:
    """The last number that was acknowledged, 0 for none."""
    os.kill(process, signal.SIGKILL)
    saved = 0
    while (line := child.stdout.readline()).rstrip().isdigit():
        saved = int(line)
    assert line.endswith(f"signal {signal.SIGKILL:d}\n")
    return saved


async def check_after_kill(path: Path, saved: int) -> int:
    """The last number that is there: the acknowledged one, or the one that was on its way."""
    database = await open_vault(path, KEY, prepare=prepare)
    found = await database.read(consistent)
    assert saved <= found <= saved + 1
    kept = range(max(1, found - STILL_KEPT + 1), found + 1)
    assert await database.rescued() == {f"visit {n}": NOTE.format(n).encode() for n in kept}
    assert (await database.check()).sound
    await database.close()
    return found


async def test_no_saved_visit_is_lost_by_kills_at_random_moments(tmp_path):
    path, moments, found = tmp_path / "ตู้.vault", random.Random(), 0
    with running("killed", path) as child:
        for run in range(KILLS):
            process = start_saving(child)
            first = int(child.stdout.readline()) if run % 2 else 0  # the other half may die while it opens the vault
            time.sleep(moments.uniform(0, LONGEST_RUN_SECONDS))
            found = await check_after_kill(path, kill(child, process) or first or found)
    assert found >= KILLS // 2


async def test_a_vault_held_by_another_process_is_busy_at_once(tmp_path):
    path = tmp_path / "ตู้.vault"
    with running("killed", path) as child:
        process = start_saving(child)
        assert child.stdout.readline() == "1\n"
        with pytest.raises(VaultBusy):
            await open_vault(path, KEY)
        kill(child, process)
        await (await open_vault(path, KEY)).close()


async def test_a_full_disk_refuses_the_edit_and_keeps_the_rest(tmp_path):
    path = tmp_path / "ตู้.vault"
    with running("filled", path) as child:
        told = json.loads(child.communicate(timeout=600)[0])
    assert told["saved"] > 10
    assert told["checkpoint"] == "storage_full"
    assert told["sound"]
    database = await open_vault(path, KEY)
    assert await database.read(consistent) == told["saved"] + 1
    await database.close()
