"""What the search for ways to more costs: in an account at AWS's ceilings, and as accounts grow.

    python benchmarks/escalation.py [--growth 100,500,1000,2500,5000] [--runs 3]

Prints seconds and megabytes of whole processes, with the targets. The accounts are those of `accounts.py`, to which
delegates are added: a tenth of the users may change policies, pass roles or assume roles, some behind boundaries.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

IAMCTL = (sys.executable, "-m", "iamctl")
GENERATOR = Path(__file__).with_name("accounts.py")
SECONDS, MEGABYTES = 30, 500
EVERYBODY = ["audit", "escalation", "--output", "json"]
TO_ADMIN = ["audit", "escalation", "--to", "admin", "--output", "json"]
DELEGATES = (
    (("iam:CreateAccessKey",), "*"),
    (("iam:AttachUserPolicy",), "arn:aws:iam::111122223333:user/${aws:username}"),
    (("iam:PassRole", "lambda:CreateFunction", "lambda:InvokeFunction"), "*"),
    (("sts:AssumeRole",), "*"),
    (("iam:AddUserToGroup",), "*"),
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--growth", default="100,500,1000,2500,5000")
    parser.add_argument("--runs", type=int, default=3)
    options = parser.parse_args()
    print(f"{'users':>6} {'roles':>6} {'everybody':>11} {'--to admin':>11} {'memory':>8}")
    with tempfile.TemporaryDirectory() as scratch:
        for size in map(int, options.growth.split(",")):
            home = Path(scratch) / str(size)
            lay_out(home, size)
            everybody = median(EVERYBODY, home, options.runs)
            admin = median(TO_ADMIN, home, options.runs)
            memory = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
            print(f"{size:6,} {size // 5:6,} {everybody:9.2f} s {admin:9.2f} s {memory:5.0f} MB")
    print(f"targets: {SECONDS} s ({met(everybody <= SECONDS)}), {MEGABYTES} MB ({met(memory <= MEGABYTES)})")


def lay_out(home: Path, users: int) -> None:
    home.mkdir()
    delegates = max(5, users // 10)
    sizes = {
        "users": users - delegates,
        "groups": max(3, users * 200 // 5000),
        "roles": users // 5 - delegates,
        "policies": users * 3 // 10,
    }
    words = [word for name, size in sizes.items() for word in (f"--{name}", str(size))]
    declared = subprocess.run([sys.executable, str(GENERATOR), *words], check=True, capture_output=True, text=True)
    text = declared.stdout + "".join(delegate(number) for number in range(delegates))
    (home / "account.toml").write_text(text)
    timed(["bootstrap", str(home / "account.toml")], home)


def delegate(number: int) -> str:
    """A user with its kind of work by way of a group, and a role that the account trusts; some users are bounded."""
    actions, on = DELEGATES[number % len(DELEGATES)]
    bound = 'permissions_boundary = "arn:aws:iam::aws:policy/PowerUserAccess"\n' if number % 3 == 0 else ""
    team = f"Delegates{number % 100}"
    group = (
        f'\n[[group]]\nname = "{team}"\n[group.inline_policies.Work]\nVersion = "2012-10-17"\n'
        f'[[group.inline_policies.Work.Statement]]\nEffect = "Allow"\nAction = {json.dumps(actions)}\n'
        f'Resource = "{on}"\n'
    )
    member = f'\n[[user]]\nname = "delegate{number:04}"\ngroups = ["{team}"]\n{bound}'
    role = (
        f'\n[[role]]\nname = "delegated{number:04}"\ntrust = {{ account = "111122223333" }}\n'
        f'attached_policies = ["Work-{number:05}"]\n'
    )
    return (group if number < 100 else "") + member + role


def median(words: list[str], home: Path, runs: int) -> float:
    return statistics.median(timed(words, home) for _ in range(runs))


def timed(words: list[str], home: Path) -> float:
    environment = {**os.environ, "IAMCTL_HOME": str(home)}
    started = time.perf_counter()
    subprocess.run([*IAMCTL, *words], env=environment, check=True, capture_output=True)
    return time.perf_counter() - started


def met(is_met: bool) -> str:
    return "met" if is_met else "missed"


if __name__ == "__main__":
    main()
