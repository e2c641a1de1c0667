"""How many requests a second the metadata service and the container's door of one instance answer.

    python benchmarks/imds.py [--seconds 5] [--connections 16]

Launches an instance of the iamctl that lies beside this file, as a process, and asks it with Debian's `wrk` (one
thread): service and client share the machine's cores.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TARGET = 2_000
IAMCTL = [sys.executable, "-m", "iamctl"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--connections", type=int, default=16)
    options = parser.parse_args()
    if shutil.which("wrk") is None:
        sys.exit("wrk is not installed: apt-get install wrk")
    print("| request | a second | median | slowest hundredth | target 2,000 |\n| --- | ---: | ---: | ---: | --- |")
    with tempfile.TemporaryDirectory() as scratch, instance(Path(scratch)) as (url, container_token):
        token = metadata_token(url)
        headers = {"X-aws-ec2-metadata-token": token}
        asked = {
            "the role's credentials, IMDSv2": ("/latest/meta-data/iam/security-credentials/Web", headers),
            "the instance's id, IMDSv2": ("/latest/meta-data/instance-id", headers),
            "the container's credentials": ("/v1/credentials", {"Authorization": container_token}),
            "no token: 401": ("/latest/meta-data/instance-id", {}),
        }
        for name, (path, sent) in asked.items():
            report(name, wrk(f"{url}{path}", sent, options.seconds, options.connections))


@contextmanager
def instance(scratch: Path) -> Iterator[tuple[str, str]]:
    """An instance in an account of its own; its address, and its container's token."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith(("IAMCTL_", "AWS_"))},
        "IAMCTL_HOME": str(scratch / "home"),
        "XDG_CONFIG_HOME": str(scratch / "config"),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "PYTHONPATH": str(ROOT),
    }
    for words in (
        ("init", "--account-id", "111122223333"),
        ("role", "create", "Web", "--trust-service", "ec2.amazonaws.com"),
        ("instance-profile", "create", "Web"),
        ("instance-profile", "add-role", "Web", "Web"),
    ):
        subprocess.run([*IAMCTL, *words], env=environment, check=True, stdout=subprocess.DEVNULL)
    file = scratch / "token"
    words = ["instance", "launch", "Web", "--port", "0", "--container-token-file", str(file), "--output", "jsonl"]
    launched = subprocess.Popen([*IAMCTL, *words], env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert launched.stdout is not None
        said = json.loads(launched.stdout.readline())
        yield said["Instance"]["Endpoint"], file.read_text()
    finally:
        launched.send_signal(signal.SIGTERM)
        launched.wait()


def metadata_token(url: str) -> str:
    headers = {"X-aws-ec2-metadata-token-ttl-seconds": "21600"}
    request = urllib.request.Request(f"{url}/latest/api/token", method="PUT", headers=headers)
    with urllib.request.urlopen(request) as answer:
        return str(answer.read().decode())


def wrk(url: str, headers: dict[str, str], seconds: int, connections: int) -> str:
    sent = [word for name, value in headers.items() for word in ("-H", f"{name}: {value}")]
    command = ["wrk", "-t1", f"-c{connections}", f"-d{seconds}s", "--latency", *sent, url]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


def report(name: str, said: str) -> None:
    rate = float(found(r"Requests/sec:\s+([\d.]+)", said))
    met = "met" if rate >= TARGET else "missed"
    half, slowest = found(r"\n\s+50%\s+(\S+)", said), found(r"\n\s+99%\s+(\S+)", said)
    print(f"| {name} | {rate:,.0f} | {half} | {slowest} | {met} |")


def found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match is not None, text
    return match[1]


if __name__ == "__main__":
    main()
