"""Logins a second at a broker with an LDAP directory on loopback: slapd with TLS, the broker as a process of its own.

    python benchmarks/broker.py [SECONDS] [CLIENTS]

Each login is a whole one: HTTP, a search and a bind at the directory over TLS, the rules, AssumeRole with its policies
and its trust policy, a session token sealed, two records kept. Clients keep their connections, as SDKs do. Broker,
directory and clients share this machine, and each login waits for its disk.
"""

from __future__ import annotations

import base64
import os
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from counterparts import slapd  # noqa: E402

ACCOUNT = (ROOT / "examples" / "broker" / "account.toml").read_text()
FILE = """\
[limits]
per_minute = 1000000

[[authenticator]]
kind = "ldap"
url = "{url}"
ca_file = "{authority}"
base = "{people}"
bind_dn = "{searcher}"
bind_password_file = "password.txt"

[[rule]]
role = "Engineer"
when = {{ memberOf = "cn=engineers,*" }}
tags = {{ mail = "{{mail}}" }}
"""
PEOPLE = 100


def main(seconds: float = 8, clients: int = 8) -> None:
    with tempfile.TemporaryDirectory() as name, slapd.running(Path(name)) as directory:
        folder = Path(name)
        people = [f"person{number}" for number in range(PEOPLE)]
        directory.add("".join(slapd.person(each, f"password of {each}") for each in people))
        directory.add(slapd.group("engineers", *people))
        environment = made_account(folder)
        broker_file = folder / "broker.toml"
        broker_file.write_text(
            FILE.format(url=directory.url, authority=directory.authority, people=slapd.PEOPLE, searcher=slapd.SEARCHER)
        )
        password = folder / "password.txt"
        password.write_text(slapd.SEARCHER_PASSWORD)
        password.chmod(0o600)
        command = [sys.executable, "-m", "iamctl", "broker", "serve", str(broker_file), "--as", "Broker", "--port", "0"]
        with (folder / "log.txt").open("w") as log:
            process = subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=log, text=True)
        try:
            assert process.stdout is not None
            url = process.stdout.readline().strip()
            measure(url, people, seconds=1, clients=clients)  # warm
            report(*measure(url, people, seconds=seconds, clients=clients))
            report(*measure(url, people, seconds=seconds / 2, clients=1))
        finally:
            process.terminate()
            process.communicate()


def made_account(folder: Path) -> dict[str, str]:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("IAMCTL_", "AWS_"))}
    environment |= {
        "IAMCTL_HOME": str(folder / "home"),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "PYTHONPATH": str(ROOT),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }
    declared = folder / "account.toml"
    declared.write_text(ACCOUNT)
    command = [sys.executable, "-m", "iamctl", "bootstrap", str(declared), "--yes", "--quiet"]
    subprocess.run(command, env=environment, check=True, capture_output=True)
    return environment


def measure(url: str, people: list[str], *, seconds: float, clients: int) -> tuple[int, int, float, list[float]]:
    """Clients, logins, how long it took, and how long each took."""
    times: list[list[float]] = [[] for _ in range(clients)]
    end = time.perf_counter() + seconds
    threads = [Thread(target=log_in, args=(url, people[n::clients], end, times[n])) for n in range(clients)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    took = time.perf_counter() - began
    flat = sorted(each for mine in times for each in mine)
    return clients, len(flat), took, flat


def log_in(url: str, people: list[str], end: float, times: list[float]) -> None:
    connection = HTTPConnection(urlsplit(url).netloc)
    number = 0
    while (began := time.perf_counter()) < end:
        name = people[number % len(people)]
        number += 1
        basic = base64.b64encode(f"{name}:password of {name}".encode()).decode()
        connection.request("GET", "/credentials", headers={"Authorization": f"Basic {basic}"})
        answer = connection.getresponse()
        body = answer.read()
        assert answer.status == 200, body
        times.append(time.perf_counter() - began)


def report(clients: int, count: int, took: float, times: list[float]) -> None:
    middle, late = times[len(times) // 2] * 1000, times[len(times) * 99 // 100] * 1000
    print(
        f"{clients} clients: {count / took:.0f} logins a second, half within {middle:.1f} ms, 99 % within {late:.1f} ms"
    )


if __name__ == "__main__":
    main(*(float(word) for word in sys.argv[1:2]), *(int(word) for word in sys.argv[2:3]))
