"""What a command costs before it does anything: whole processes, in turn, medians and ratios of one run.

    python benchmarks/startup.py [--runs 21] [--no-aws]

Compares with bare Python, with `import typer`, and with pip's awscli, which it installs into a venv of its own.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import venv
from pathlib import Path

MILLISECONDS = 1000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--runs", type=int, default=21)
    parser.add_argument("--no-aws", action="store_true", help="leave awscli out (it takes a minute to install)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        commands = iamctl_commands(Path(scratch))
        if not options.no_aws:
            commands["aws --version"] = [str(install_awscli(Path(scratch) / "aws")), "--version"]
        times = measure(commands, options.runs, {**os.environ, "IAMCTL_HOME": f"{scratch}/home"})
    report({name: statistics.median(each) for name, each in times.items()}, {name: min(times[name]) for name in times})


def iamctl_commands(scratch: Path) -> dict[str, list[str]]:
    """The commands to time, on an account of ten users."""
    iamctl = str(Path(sys.executable).with_name("iamctl"))
    environment = {**os.environ, "IAMCTL_HOME": f"{scratch}/home"}
    subprocess.run([iamctl, "init", "--account-id", "111122223333"], env=environment, check=True, capture_output=True)
    names = [f"user{number}" for number in range(10)]
    subprocess.run([iamctl, "user", "create", *names], env=environment, check=True, capture_output=True)
    reading = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:Get*","Resource":"*"}}'
    put = [iamctl, "user", "put-policy", "user3", "Read", "--policy-document", reading]
    subprocess.run(put, env=environment, check=True, capture_output=True)
    return {
        "python -c pass": [sys.executable, "-c", "pass"],
        "python -c 'import typer'": [sys.executable, "-c", "import typer"],
        "iamctl --version": [iamctl, "--version"],
        "iamctl --help": [iamctl, "--help"],
        "iamctl user get": [iamctl, "user", "get", "user3"],
        "iamctl user get --as": [iamctl, "user", "get", "user3", "--as", "user3"],
        "iamctl user create": [iamctl, "user", "create", "new{run}"],
    }


def install_awscli(place: Path) -> Path:
    venv.create(place, with_pip=True)
    pip = [str(place / "bin" / "python"), "-m", "pip", "install", "-q", "awscli"]
    subprocess.run(pip, check=True, stdout=subprocess.DEVNULL)
    return place / "bin" / "aws"


def measure(commands: dict[str, list[str]], runs: int, environment: dict[str, str]) -> dict[str, list[float]]:
    """The wall times of each command in milliseconds; the commands take turns, so that drift hits all."""
    times: dict[str, list[float]] = {name: [] for name in commands}
    for run in range(-1, runs):
        for name, command in commands.items():
            words = [word.format(run=run + 1) for word in command]
            started = time.perf_counter()
            subprocess.run(words, env=environment, check=True, capture_output=True)
            if run >= 0:
                times[name].append((time.perf_counter() - started) * MILLISECONDS)
    return times


def report(medians: dict[str, float], fastest: dict[str, float]) -> None:
    """Targets are held against medians; how far the fastest runs lie from them tells how busy the machine was."""
    bare, typer = medians["python -c pass"], medians["python -c 'import typer'"]
    bounds = {
        "iamctl --version": ("bare + 15 ms", bare + 15),
        "iamctl --help": ("2 x import typer", 2 * typer),
        "iamctl user get": ("import typer + 30 ms", typer + 30),
        "iamctl user get --as": ("user get + 25 ms", medians["iamctl user get"] + 25),
        "iamctl user create": ("import typer + 45 ms", typer + 45),
    }
    aws = medians.get("aws --version")
    print(f"{'command':25} {'median ms':>9} {'fastest':>8} {'/bare':>6} {'/typer':>6} {'/aws':>6}  target")
    for name, median in medians.items():
        words, bound = bounds.get(name, ("", 0.0))
        said = f"{words} = {bound:.0f} ms: {'met' if median <= bound else 'missed'}" if words else ""
        if words and aws:
            said += f"; half of aws: {'met' if median < aws / 2 else 'missed'}"
        ratio = f"{median / aws:6.2f}" if aws else "     -"
        print(
            f"{name:25} {median:9.1f} {fastest[name]:8.1f} {median / bare:6.2f} {median / typer:6.2f} {ratio}  {said}"
        )


if __name__ == "__main__":
    main()
