"""A process that makes changes in a loop is killed at a random moment, again and again.

    PYTHONPATH=.:tests python -m store.soak --rounds 300

After each death the account has to hold every change that was told to be kept, at most the one under way besides,
none of it by halves, and nothing to find fault with.
"""

from __future__ import annotations

import argparse
import os
import random
import select
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from .given import commit, findings, group, new_store, put, store_at, user

REPOSITORY = Path(__file__).parents[2]


def work(root: Path, seed: int) -> None:
    """Make changes for ever; each pairs a user `x-N` with a group `x-N`, and its number is told once it is kept."""
    dice = random.Random(seed)
    while True:
        with store_at(root).editing() as edit:
            number = int(edit.groups.find("counter").path.strip("/")) + 1
            for name in dice.sample(edit.users.names(), min(3, edit.users.count())):
                edit.users.remove(name)
                edit.groups.remove(name)
            for extra in range(dice.choice((1, 2, 30))):
                edit.users.put(user(f"x-{number}-{extra}", groups=(f"x-{number}-{extra}",)))
                edit.groups.put(group(f"x-{number}-{extra}"))
            for name in dice.sample(edit.users.names(), min(2, edit.users.count())):
                edit.users.rename(name, user(f"{name}r", groups=(f"{name}r",)))
                edit.groups.rename(name, group(f"{name}r"))
            edit.groups.put(group("counter", path=f"/{number}/"))
            commit(edit)
        print(number, flush=True)


@dataclass
class Figures:
    """What came of all rounds."""

    rounds: int = 0
    changes: int = 0
    under_way: int = 0
    finished: int = 0
    faults: list[str] = field(default_factory=list)
    states: Counter[str] = field(default_factory=Counter)

    def __str__(self) -> str:
        return (
            f"{self.rounds} rounds, {self.changes} changes kept; the killed change was there {self.finished} times of"
            f" {self.under_way}; {len(self.faults)} faults; states at death: {dict(self.states)}"
        )


def soak(root: Path, rounds: int, seed: int) -> Figures:
    figures = Figures()
    dice = random.Random(seed)
    put(new_store(root), group("counter", path="/0/"))
    kept = 0
    for _ in range(rounds):
        told = _killed(root, dice)
        figures.rounds += 1
        figures.states[_state(root)] += 1
        known = max(kept, told)
        now, faults = _look(root, read_first=dice.random() < 0.5)
        figures.changes += now - kept
        figures.under_way += 1
        figures.finished += now > known
        if now not in (known, known + 1):
            faults.append(f"change {known} was told to be kept, and the account is at {now}")
        figures.faults += faults
        kept = now
    return figures


def _killed(root: Path, dice: random.Random) -> int:
    """Let a process work and kill it; the number of the last change that it told."""
    code = f"from pathlib import Path; from store.soak import work; work(Path({str(root)!r}), {dice.getrandbits(32)})"
    path = os.pathsep.join([str(REPOSITORY), str(REPOSITORY / "tests")])
    environment = {**os.environ, "PYTHONPATH": path}
    with subprocess.Popen([sys.executable, "-c", code], env=environment, stdout=subprocess.PIPE) as process:
        assert process.stdout
        first = process.stdout.readline()
        # The moment of death is any: a wait on the pipe's end, of a random length, is what makes it so.
        end = time.monotonic() + dice.uniform(0, 0.12)
        output = [first]
        while (left := end - time.monotonic()) > 0:
            if select.select([process.stdout], [], [], left)[0]:
                output.append(os.read(process.stdout.fileno(), 65536))
        process.send_signal(signal.SIGKILL)
        output.append(process.stdout.read())
    numbers = b"".join(output).split(b"\n")[:-1]
    return int(numbers[-1]) if numbers else 0


def _state(root: Path) -> str:
    names = [path.name for path in root.rglob(".staged-*")]
    return "staging" if names else "placing" if (root / ".staging").exists() else "between"


def _look(root: Path, *, read_first: bool) -> tuple[int, list[str]]:
    """The number of the last change, and what is wrong."""
    if not read_first:
        put(store_at(root), group("probe"))
        with store_at(root).editing() as edit:
            edit.groups.remove("probe")
            commit(edit)
    with store_at(root).reading() as view:
        users, groups = view.users.names(), view.groups.names()
        paths = [found.path for found in view.groups.all() if found.name == "counter"]
        members = [found.name for found in view.users.all() if found.groups != (found.name,)]
        faults = [f"{name} is in the wrong group" for name in members]
    if set(users) != set(groups) - {"counter"}:
        faults.append(f"halves: {set(users) ^ (set(groups) - {'counter'})}")
    faults += [f"{finding.place}: {finding.message}" for finding in findings(store_at(root))]
    return int(paths[0].strip("/")), faults


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = soak(Path(folder) / "account", options.rounds, options.seed)
    print(figures, *figures.faults, sep="\n")
    sys.exit(bool(figures.faults))


if __name__ == "__main__":
    main()
