"""What a decision costs: beside counterparts on one workload, as statements grow, streamed, and in a large account.

    python benchmarks/decisions.py [--peers FOLDER] [--no-peers] [--runs 7]

Prints figures of one run and ratios. The counterparts are installed into FOLDER (a scratch folder without it): moto,
principalmapper, pycasbin and cedarpy with pip, @cloud-copilot/iam-simulate with npm where node is there; one that
cannot be installed is passed over, and it is said why. The large account has AWS's ceilings (benchmarks/accounts.py).
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from decision_workload import USER, workload  # noqa: E402 - a program's neighbour

PACKAGES = {"moto": "moto[iam]", "principalmapper": "principalmapper", "pycasbin": "casbin", "cedarpy": "cedarpy"}
IAM_SIMULATE = "@cloud-copilot/iam-simulate"
SIZES = (10, 100)
TARGETS = {10: 60_000, 100: 30_000}
GROWTH = (10, 100, 1_000, 10_000)
CEILINGS = {"users": 5000, "groups": 300, "roles": 1000, "policies": 1500}
STREAMED = 100_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--peers", type=Path, help="where the counterparts are installed, or are already")
    parser.add_argument("--no-peers", action="store_true")
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        peers = {} if options.no_peers else install(options.peers or folder / "peers")
        report_rates(peers, folder)
        report_growth()
        home = folder / "home"
        lay_out(home)
        report_stream(home, folder)
        report_questions(home, options.runs)


def install(folder: Path) -> dict[str, list[str]]:
    """The command of each counterpart that could be installed."""
    folder.mkdir(parents=True, exist_ok=True)
    python = folder / "venv" / "bin" / "python"
    commands: dict[str, list[str]] = {}
    if not python.exists():
        subprocess.run([sys.executable, "-m", "venv", str(folder / "venv")], check=True)
    for name, package in PACKAGES.items():
        if reason := failed([str(python), "-m", "pip", "install", "--quiet", package]):
            print(f"{name}: passed over: {reason}")
        else:
            commands[name] = [str(python), str(HERE / "decision_peers.py"), name]
    if shutil.which("node") is None or shutil.which("npm") is None:
        print(f"{IAM_SIMULATE}: passed over: there is no node")
    elif reason := failed(["npm", "install", "--silent", "--prefix", str(folder / "node"), IAM_SIMULATE]):
        print(f"{IAM_SIMULATE}: passed over: {reason}")
    else:
        commands["iam-simulate"] = ["node", str(HERE / "iam_simulate.mjs"), str(folder / "node")]
    return commands


def failed(words: list[str]) -> str:
    """Why the command failed; empty when it did not."""
    try:
        done = subprocess.run(words, capture_output=True, text=True, timeout=600)
    except (OSError, subprocess.TimeoutExpired) as error:
        return str(error)
    said = done.stderr.strip().splitlines() or ["no reason was given"]
    return said[-1] if done.returncode else ""


def report_rates(peers: dict[str, list[str]], folder: Path) -> None:
    """Decisions a second of one core, ours and theirs, on the same requests."""
    found: dict[str, dict[int, tuple[float, float]]] = {"iamctl": {}}
    for size in SIZES:
        given = workload(size)
        path = folder / f"workload-{size}.json"
        path.write_text(json.dumps(given))
        found["iamctl"][size] = ours(given)
        for name, command in peers.items():
            done = subprocess.run([*command, str(path)], capture_output=True, text=True)
            if done.returncode:
                print(f"{name}: passed over at {size}: {(done.stderr.strip().splitlines() or ['?'])[-1]}")
                continue
            said = json.loads(done.stdout.splitlines()[-1])
            found.setdefault(name, {})[size] = (said["rate"], said["right"])
    print(f"{'decisions a second':20} {'10 statements':>22} {'100 statements':>22}   right")
    for name, rates in found.items():
        cells = []
        for size in SIZES:
            if size in rates:
                ratio = found["iamctl"][size][0] / rates[size][0]
                note = f"target {TARGETS[size]:,}" if name == "iamctl" else f"{ratio:.1f} times slower"
                cells.append(f"{rates[size][0]:8,.0f} {note:>13}")
        right = min(right for _, right in rates.values())
        print(f"{name:20} {' '.join(f'{cell:>22}' for cell in cells)}   {right:.0%}")
    ahead = all(
        found["iamctl"][size][0] > rate
        for name, rates in found.items()
        if name != "iamctl"
        for size, (rate, _) in rates.items()
    )
    reached = all(found["iamctl"][size][0] >= TARGETS[size] for size in SIZES)
    print(f"targets: {met(reached)}; ahead of every one: {met(ahead)}")


def ours(given: dict[str, Any], seconds: float = 2.0) -> tuple[float, float]:
    """Decisions a second over two seconds, and the share of right ones."""
    from iamctl.engine.authorize import authorize
    from iamctl.engine.request import Principal, PrincipalKind, Request

    policies = compiled(given)
    alice = Principal(PrincipalKind.USER, USER, "111122223333")
    requests = [
        Request(
            alice,
            each["action"],
            each["resource"],
            {"aws:requestedregion": each["region"], "aws:sourceip": each["ip"], "aws:username": "alice"},
        )
        for each in given["requests"]
    ]
    answers = [authorize(request, policies).is_allowed for request in requests]
    right = sum(answer == each["allowed"] for answer, each in zip(answers, given["requests"], strict=True))
    decided, started = 0, time.perf_counter()
    while (spent := time.perf_counter() - started) < seconds:
        for request in requests[decided % len(requests) : decided % len(requests) + 100]:
            authorize(request, policies)
        decided += 100
    return decided / spent, right / len(requests)


def compiled(given: dict[str, Any]) -> Any:
    from iamctl.engine.policy_set import Layer, NamedDocument, PolicySet
    from iamctl.model.document import Document

    documents = [NamedDocument(f"policy {number}", Document.of(each)) for number, each in enumerate(given["identity"])]
    boundary = Layer([NamedDocument("boundary", Document.of(given["boundary"]))])
    return PolicySet(Layer(documents), boundary)


def report_growth() -> None:
    """Microseconds a decision as statements grow."""
    costs = {}
    for size in GROWTH:
        given = workload(size)
        started = time.perf_counter()
        compiled(given)
        compile_time = time.perf_counter() - started
        costs[size] = 1e6 / ours(given, 1.0)[0]
        ratio = costs[size] / costs[GROWTH[0]]
        print(
            f"{size:6,} statements: {costs[size]:6.1f} µs a decision, {ratio:4.2f} times that of {GROWTH[0]}; "
            f"compiled in {compile_time * 1000:.0f} ms"
        )
    print(f"sub-linear: {met(costs[GROWTH[-1]] / costs[GROWTH[0]] < GROWTH[-1] / GROWTH[0] / 10)}")


def lay_out(home: Path) -> None:
    home.mkdir()
    words = [word for name, size in CEILINGS.items() for word in (f"--{name}", str(size))]
    with (home / "account.toml").open("w") as file:
        subprocess.run([sys.executable, str(HERE / "accounts.py"), *words], stdout=file, check=True)
    timed(["bootstrap", str(home / "account.toml")], home)


def report_stream(home: Path, folder: Path) -> None:
    """100,000 requests over one account, and ten thousand for the memory that more of them take."""
    path = folder / "requests.jsonl"
    megabytes = []
    for count in (STREAMED // 10, STREAMED):
        path.write_text("".join(f"{json.dumps(each)}\n" for each in streamed(count)))
        seconds, most = timed_with_memory(["decide", str(path)], home)
        megabytes.append(most)
    print(
        f"decide of {STREAMED:,} requests: {seconds:.1f} s (target 6: {met(seconds <= 6)}), "
        f"{megabytes[1]:.0f} MB; of {STREAMED // 10:,}: {megabytes[0]:.0f} MB"
    )


def streamed(count: int) -> list[dict[str, Any]]:
    return [
        {
            "id": number,
            "principal": f"user-{number % 500:05}",
            "action": "s3:GetObject",
            "resource": f"arn:aws:s3:::core-dev-{number % 200}/file-{number}",
            "context": {"aws:SourceIp": "10.1.2.3", "aws:RequestedRegion": "eu-west-1"},
        }
        for number in range(count)
    ]


def report_questions(home: Path, runs: int) -> None:
    """Whole processes: the median of each, in turn; the first turn does not count."""
    object_arn = "arn:aws:s3:::core-dev-12/file"
    commands = {
        "start-up": ["user", "--help"],
        "can": ["can", "user-00042", "s3:GetObject", object_arn, "--expect", "denied"],
        "who-can": ["who-can", "s3:GetObject", object_arn],
        "what-can": ["what-can", "user-00042"],
    }
    times: dict[str, list[float]] = {name: [] for name in commands}
    for turn in range(runs + 1):
        for name, words in commands.items():
            seconds = timed(words, home, strict=False)
            if turn:
                times[name].append(seconds * 1000)
    medians = {name: statistics.median(each) for name, each in times.items()}
    over = medians["can"] - medians["start-up"]
    print(f"in an account of {CEILINGS['users']:,} users and {CEILINGS['roles']:,} roles:")
    print(f"  can: {medians['can']:.0f} ms, {over:.0f} over start-up (target 60: {met(over <= 60)})")
    print(f"  who-can: {medians['who-can']:.0f} ms (target 1500: {met(medians['who-can'] <= 1500)})")
    print(f"  what-can of one user: {medians['what-can']:.0f} ms")


def timed(words: list[str], home: Path, *, strict: bool = True) -> float:
    started = time.perf_counter()
    subprocess.run(iamctl(words), env=environment(home), check=strict, capture_output=True)
    return time.perf_counter() - started


def timed_with_memory(words: list[str], home: Path) -> tuple[float, float]:
    """Seconds, and the megabytes of the process; a child of its own, so that no other counts."""
    code = (
        "import resource, subprocess, sys, time; started = time.perf_counter();"
        "subprocess.run(sys.argv[1:], check=True, stdout=subprocess.DEVNULL);"
        "print(time.perf_counter() - started, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    words = [sys.executable, "-c", code, *iamctl(words)]
    done = subprocess.run(words, env=environment(home), check=True, capture_output=True, text=True)
    seconds, kilobytes = done.stdout.split()
    return float(seconds), float(kilobytes) / 1024


def iamctl(words: list[str]) -> list[str]:
    """The installed program: `-m` in a checkout might compile its sources anew each time."""
    return [str(Path(sys.executable).with_name("iamctl")), *words]


def environment(home: Path) -> dict[str, str]:
    return {**os.environ, "IAMCTL_HOME": str(home)}


def met(is_met: bool) -> str:
    return "met" if is_met else "missed"


if __name__ == "__main__":
    main()
