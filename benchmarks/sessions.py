"""What temporary credentials cost: issuing, giving from what is kept, checking tokens, listing roles to take on.

    python benchmarks/sessions.py [--runs 21] [--tokens 100000]

Commands are whole processes of the installed iamctl, in turn, against `iamctl user --help`; medians. Tokens are opened
in this process: first one again and again, then every one of many over 5,000 roles, with the memory that it took.
"""

from __future__ import annotations

import argparse
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from iamctl.model.access_key import key_id
from iamctl.model.secret import Secret
from iamctl.model.session import ASSUME_ROLE, Session
from iamctl.service.sts.session_tokens import SealedSession, SessionTokens

IAMCTL = str(Path(sys.executable).with_name("iamctl"))
ACCOUNT_ID = "111122223333"
MICROSECONDS, MILLISECONDS = 1e6, 1e3
ROLES = 5000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--tokens", type=int, default=100_000)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        report_commands(Path(scratch), options.runs)
        report_listing(Path(scratch), min(options.runs, 7))
    report_tokens(options.tokens)


def report_commands(scratch: Path, runs: int) -> None:
    environment = account_in(scratch / "small")
    issue = [IAMCTL, "assume", "Deploy", "--as", "alice"]
    process = [IAMCTL, "creds", "process", "--role", "Deploy", "--as", "alice"]
    help_text = [IAMCTL, "user", "--help"]
    run(process, environment)
    time.sleep(2.5)  # until then the account is asked: its files are too young to tell of another write
    run(process, environment)
    run(issue, environment)
    kept = in_turn({"user --help": help_text, "creds process, kept": process, "assume, kept": issue}, environment, runs)
    anew = in_turn({"user --help": help_text, "assume, issued": [*issue, "--no-cache"]}, environment, runs)
    change = [IAMCTL, "user", "tag", "alice", "n={run}"]
    after = in_turn({"user --help": help_text, "change": change, "… after a change": process}, environment, runs)
    del after["change"]
    targets = {"assume, issued": 70, "assume, kept": 70, "creds process, kept": 15}
    for times in (kept, anew, after):
        start_up = times.pop("user --help")
        for name, median in times.items():
            over = median - start_up
            said = target(over, targets.get(name))
            print(f"{name:22} {median:6.1f} ms, {over:5.1f} over start-up of {start_up:.1f}{said}")


def report_listing(scratch: Path, runs: int) -> None:
    environment = account_in(scratch / "large")
    names = [f"role{number:04}" for number in range(999)]
    run([IAMCTL, "role", "create", *names, "--trust-account", ACCOUNT_ID], environment)
    commands = {"help": [IAMCTL, "user", "--help"], "list": [IAMCTL, "assume", "--list", "--as", "alice", "-o", "json"]}
    times = in_turn(commands, environment, runs)
    print(f"{'assume --list of 1,000':22} {times['list']:6.1f} ms, {times['list'] - times['help']:5.1f} over start-up")


def report_tokens(count: int) -> None:
    key = os.urandom(32)
    tokens = SessionTokens(ACCOUNT_ID, lambda key_id: key if key_id.startswith("SKEY") else None)
    made = [tokens.seal(sealed, "SKEYBENCHMARKBENCHMARK", os.urandom(12)).reveal() for sealed in sessions(count)]
    started = time.perf_counter()
    for _ in range(20_000):
        tokens.open(made[0])
    one = (time.perf_counter() - started) / 20_000 * MICROSECONDS
    first = opening(tokens, made[: count // 10])
    before = memory()
    whole = opening(tokens, made)
    print(f"{'token check':22} {one:6.1f} µs{target(one, 60)}")
    print(f"{f'{count:,} tokens':22} {whole:6.1f} µs each over {ROLES:,} roles, {whole / first:.2f} times those of the")
    print(f"{'':22} first tenth; memory grew by {memory() - before:.1f} MB")


def opening(tokens: SessionTokens, texts: list[str]) -> float:
    """Microseconds for each token, opened once."""
    started = time.perf_counter()
    for text in texts:
        tokens.open(text)
    return (time.perf_counter() - started) / len(texts) * MICROSECONDS


def sessions(count: int) -> Iterator[SealedSession]:
    now = datetime.now(UTC).replace(microsecond=0)
    for number in range(count):
        yield SealedSession(
            Session(
                account_id=ACCOUNT_ID,
                access_key_id=key_id("ASIA", ACCOUNT_ID, os.urandom(5)),
                issuer=ASSUME_ROLE,
                principal_id=f"AROA{number % ROLES:017}",
                name=f"session-{number}",
                issue_date=now,
                expiration=now + timedelta(hours=1),
                chain=(f"arn:aws:iam::{ACCOUNT_ID}:user/alice",),
            ),
            Secret("s" * 40),
        )


def memory() -> float:
    """The most that this process had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def account_in(folder: Path) -> dict[str, str]:
    """The environment of an account with alice and the role Deploy, which she may take on."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("IAMCTL_", "AWS_"))},
        "IAMCTL_HOME": str(folder / "home"),
        "IAMCTL_CACHE_DIR": str(folder / "cache"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    may = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}}'
    for words in (
        ("init", "--account-id", ACCOUNT_ID),
        ("user", "create", "alice"),
        ("user", "put-policy", "alice", "Assume", "--policy-document", may),
        ("role", "create", "Deploy", "--trust-account", ACCOUNT_ID),
    ):
        run([IAMCTL, *words], environment)
    return environment


def run(words: list[str], environment: dict[str, str]) -> None:
    subprocess.run(words, env=environment, check=True, capture_output=True)


def in_turn(commands: dict[str, list[str]], environment: dict[str, str], runs: int) -> dict[str, float]:
    """The median wall time of each command, in milliseconds; the commands take turns, so that drift hits all."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for number in range(runs + 1):
        for name, words in commands.items():
            started = time.perf_counter()
            run([word.format(run=number) for word in words], environment)
            if number > 0:
                times[name].append((time.perf_counter() - started) * MILLISECONDS)
    return {name: statistics.median(each) for name, each in times.items()}


def target(value: float, bound: float | None) -> str:
    if bound is None:
        return ""
    return f" (target {bound:.0f}: {'met' if value <= bound else 'missed'})"


if __name__ == "__main__":
    main()
