"""What the size of an account costs: bootstrap it, then the same commands in it and in an account of ten users.

    python benchmarks/scale.py [--runs 11] [--growth 10,500,5000,50000]

Prints medians of whole processes and ratios of one run. The large account has AWS's ceilings: 5,000 users, 300
groups, 1,000 roles and 1,500 policies. Growth past AWS's ceiling of users is laid out as files, by hand as it were,
and taken in by the first command.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

IAMCTL = str(Path(sys.executable).with_name("iamctl"))
GENERATOR = Path(__file__).with_name("accounts.py")
ACCOUNT = "111122223333"
CEILINGS = {"users": 5000, "groups": 300, "roles": 1000, "policies": 1500}
TAG = ["user", "tag", "laid00000", "run={run}"]
SMALL = {"users": 10, "groups": 3, "roles": 4, "policies": 5}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=11)
    parser.add_argument("--growth", default="10,500,5000,50000")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        small, large = Path(scratch) / "small", Path(scratch) / "large"
        bootstrap(SMALL, small)
        report_bootstrap(*bootstrap(CEILINGS, large), again=timed(["bootstrap", str(large / "account.toml")], large))
        make_room(large, options.runs + 1)
        report_ratios(small, large, options.runs)
        report_listing(large, options.runs)
        report_growth(small, [int(size) for size in options.growth.split(",")], Path(scratch), options.runs)


def bootstrap(sizes: dict[str, int], home: Path) -> tuple[float, float]:
    """Seconds, and megabytes of the largest process so far."""
    home.mkdir()
    words = [word for name, size in sizes.items() for word in (f"--{name}", str(size))]
    with (home / "account.toml").open("w") as file:
        subprocess.run([sys.executable, str(GENERATOR), *words], stdout=file, check=True)
    seconds = timed(["bootstrap", str(home / "account.toml")], home)
    return seconds, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024


def timed(words: list[str], home: Path) -> float:
    environment = {**os.environ, "IAMCTL_HOME": str(home)}
    started = time.perf_counter()
    subprocess.run([IAMCTL, *words], env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def in_turn(words: list[str], homes: list[Path], runs: int) -> list[float]:
    """The median milliseconds in each home; the homes take turns, and the first turn does not count."""
    times: list[list[float]] = [[] for _ in homes]
    for run in range(runs + 1):
        for number, home in enumerate(homes):
            seconds = timed([word.format(run=f"{run:03}") for word in words], home)
            if run:
                times[number].append(seconds * 1000)
    return [statistics.median(each) for each in times]


def report_bootstrap(seconds: float, megabytes: float, *, again: float) -> None:
    sizes = ", ".join(f"{size:,} {name}" for name, size in CEILINGS.items())
    print(f"bootstrap of {sizes}:")
    print(
        f"  {seconds:.1f} s (target 15: {met(seconds <= 15)}), {megabytes:.0f} MB (target 300: {met(megabytes <= 300)})"
    )
    print(f"  a second time, with nothing to change: {again:.1f} s")


def make_room(home: Path, users: int) -> None:
    """Delete the last users, so that as many can be created: 5,000 is a quota that AWS does not raise."""
    timed(["user", "delete", "--force", "--yes", *listed(home, "user")[-users:]], home)


def report_ratios(small: Path, large: Path, runs: int) -> None:
    names = {home: some_names(home) for home in (small, large)}
    commands = {
        "user get": ["user", "get", names[small]["user"]],
        "user create": ["user", "create", "new{run}"],
        "group add-user": ["group", "add-user", names[small]["group"], "new{run}"],
        "policy list-entities": ["policy", "list-entities", names[small]["policy"]],
    }
    print(f"{'command':22} {'10 users':>9} {'5,000':>9} {'ratio':>6}  target 1.35")
    for name, words in commands.items():
        few, many = in_turn(words, [small, large], runs)
        print(f"{name:22} {few:7.1f} ms {many:6.1f} ms {many / few:6.2f}  {met(many / few <= 1.35)}")


def some_names(home: Path) -> dict[str, str]:
    """A user, a group and a policy of the account."""
    policies = listed(home, "policy", "--scope", "local")
    return {"user": listed(home, "user")[0], "group": listed(home, "group")[0], "policy": policies[0]}


def listed(home: Path, kind: str, *options: str) -> list[str]:
    environment = {**os.environ, "IAMCTL_HOME": str(home)}
    words = [IAMCTL, kind, "list", *options, "--output", "name"]
    return subprocess.run(words, env=environment, check=True, capture_output=True, text=True).stdout.split()


def report_listing(large: Path, runs: int) -> None:
    listing, startup = (
        in_turn(words, [large], runs)[0] for words in (["user", "list", "-o", "json"], ["user", "--help"])
    )
    over = listing - startup
    print(f"user list -o json of 5,000: {listing:.0f} ms, {over:.0f} over start-up (target 300: {met(over <= 300)})")


def report_growth(small: Path, sizes: list[int], scratch: Path, runs: int) -> None:
    print(f"{'users':>7} {'user get':>10} {'user tag':>12} {'user list -o json':>18}")
    for size in sizes:
        home = scratch / f"growth-{size}"
        lay_out(small, home, size)
        timed(["user", "list", "-o", "name"], home)  # takes the files in
        get, tag, listing = (
            in_turn(words, [home], max(3, runs // 3))[0]
            for words in (["user", "get", "laid00000"], TAG, ["user", "list", "-o", "json"])
        )
        print(f"{size:7,} {get:7.1f} ms {tag:9.1f} ms {listing:15.0f} ms")
        shutil.rmtree(home)


def lay_out(small: Path, home: Path, size: int) -> None:
    """An account with this many user files, written as a person's script might."""
    users = home / "accounts" / ACCOUNT / "users"
    users.mkdir(parents=True)
    shutil.copy(small / "accounts" / ACCOUNT / "account.toml", users.parent)
    long_ago = time.time() - 3600  # a file that changed just now is read again by every command
    for number in range(size):
        file = users / f"laid{number:05}.toml"
        file.write_text(
            f'name = "laid{number:05}"\npath = "/laid/"\nuser_id = "AIDA{number:017}"\n'
            'create_date = 2026-01-01T00:00:00Z\n\n[tags]\nteam = "growth"\n'
        )
        os.utime(file, (long_ago, long_ago))


def met(is_met: bool) -> str:
    return "met" if is_met else "missed"


if __name__ == "__main__":
    main()
