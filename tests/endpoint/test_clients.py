"""AWS's own clients take their credentials from an instance, and the next ones when those were rotated.

boto3 · `aws` · @aws-sdk/credential-providers of npm, which IAMCTL_TEST_NODE_MODULES names the folder of. Credentials
are served when they have minutes left by the clients' own clocks, so that clients ask again at once.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import NamedTuple

import pytest
from service.sts.sessions import Clocked

from iamctl.model.secret import Secret
from iamctl.service.sts.presenting import Presented
from iamctl.service.sts.session_keys import tokens_of

from .conftest import TOKEN, Served, serving

ARN = "arn:aws:sts::111122223333:assumed-role/Web/i-0123456789abcdef0"
SCRIPT = Path(__file__).parents[1] / "counterparts" / "instance_credentials.mjs"
LEFT = timedelta(minutes=4)
"""What the first credentials have left; botocore asks again below ten minutes, the JavaScript SDK below five."""
ANSWER = (
    '<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult/>'
    "</GetCallerIdentityResponse>"
)
WAYS = ("imds", "container", "pod-identity")


class Found(NamedTuple):
    """Credentials as a client has them; a request that was only listened to has no secret in it."""

    access_key_id: str
    secret: str
    token: str

    def arn(self, world: Clocked) -> str:
        """Whose they are to the account."""
        secret = Secret(self.secret)
        if not self.secret:
            with world.root.lookups() as reading:
                secret = tokens_of(reading.account).open(self.token).secret
        service = world.by(Presented(self.access_key_id, secret, Secret(self.token), "a client"))
        with service.lookups() as reading:
            assert reading.account.standing is not None
            return reading.account.standing.caller.principal.arn


Ask = Callable[[], Found]


@contextmanager
def boto(environment: dict[str, str]) -> Iterator[Ask]:
    pytest.importorskip("boto3")
    script = (
        "import boto3, json, sys\n"
        "credentials = boto3.Session().get_credentials()\n"
        # Of credentials that it cannot get fresher it asks again in 17 minutes at the earliest: here it is to ask now.
        "credentials._advisory_refresh_timeout = credentials._mandatory_refresh_timeout = 86400\n"
        "for _ in sys.stdin:\n"
        "    print(json.dumps(credentials.get_frozen_credentials()._asdict()), flush=True)\n"
    )
    with asked_by_line([sys.executable, "-c", script], environment, is_first_asked=True) as ask:

        def found() -> Found:
            said = ask()
            return Found(said["access_key"], said["secret_key"], said["token"])

        yield found


@contextmanager
def aws(environment: dict[str, str]) -> Iterator[Ask]:
    program = Path(sys.executable).with_name("aws")
    if not program.exists():
        pytest.skip("there is no aws beside this Python")

    with listening_service() as (url, requests):
        command = [str(program), "sts", "get-caller-identity", "--endpoint-url", url]

        def found() -> Found:
            ran = subprocess.run(command, env=environment, capture_output=True)
            assert ran.returncode == 0, ran.stderr
            sent = requests.pop()
            key_id = sent["Authorization"].partition("Credential=")[2].partition("/")[0]
            return Found(key_id, "", sent["X-Amz-Security-Token"])

        yield found


@contextmanager
def listening_service() -> Iterator[tuple[str, list[dict[str, str]]]]:
    """A service that takes down the headers of what it is sent."""
    requests: list[dict[str, str]] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            self.rfile.read(int(self.headers["Content-Length"]))
            requests.append(dict(self.headers))
            self.send_response(200)
            self.end_headers()
            self.wfile.write(ANSWER.encode())

        def log_message(self, *words: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Taking) as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_address[1]}", requests
        server.shutdown()


@contextmanager
def javascript(environment: dict[str, str]) -> Iterator[Ask]:
    modules = os.environ.get("IAMCTL_TEST_NODE_MODULES")
    node = shutil.which("node")
    if not modules or node is None or not (Path(modules) / "@aws-sdk" / "credential-providers").is_dir():
        pytest.skip("IAMCTL_TEST_NODE_MODULES names no folder with @aws-sdk/credential-providers, or there is no node")
    environment = environment | {"IAMCTL_TEST_NODE_MODULES": modules}
    with asked_by_line([node, str(SCRIPT)], environment, is_first_asked=False) as ask:

        def found() -> Found:
            said = ask()
            return Found(said["accessKeyId"], said["secretAccessKey"], said["sessionToken"])

        yield found


@contextmanager
def asked_by_line(
    command: list[str], environment: dict[str, str], *, is_first_asked: bool
) -> Iterator[Callable[[], dict[str, str]]]:
    """A program that answers each line of stdin with a line of JSON."""
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(command, env=environment, text=True, bufsize=1, **pipes) as process:  # type: ignore[call-overload]
        is_asked = is_first_asked

        def ask() -> dict[str, str]:
            nonlocal is_asked
            if is_asked:
                process.stdin.write("\n")
                process.stdin.flush()
            is_asked = True
            said: dict[str, str] = json.loads(process.stdout.readline())
            return said

        yield ask
        process.stdin.close()


CLIENTS = {"boto3": boto, "aws": aws, "JavaScript": javascript}


def environment_on(doors: Served, way: str, folder: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("AWS_", "IAMCTL_"))}
    kept |= {"HOME": str(folder), "NO_PROXY": "*", "AWS_REGION": "eu-central-1", "AWS_DEFAULT_REGION": "eu-central-1"}
    if way == "imds":
        return kept | {"AWS_EC2_METADATA_SERVICE_ENDPOINT": doors.url}
    kept |= {
        "AWS_CONTAINER_CREDENTIALS_FULL_URI": f"{doors.url}/v1/credentials",
        "AWS_EC2_METADATA_DISABLED": "true",
    }
    if way == "container":
        return kept | {"AWS_CONTAINER_AUTHORIZATION_TOKEN": TOKEN}
    (folder / "token").write_text(TOKEN)
    return kept | {"AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE": str(folder / "token")}


@pytest.mark.parametrize("way", WAYS)
@pytest.mark.parametrize("client", CLIENTS)
def test_a_client_takes_credentials_and_the_next_ones(
    instance_world: Clocked, tmp_path: Path, client: str, way: str
) -> None:
    instance_world.now = datetime.now(UTC).replace(microsecond=0) - timedelta(hours=6) + LEFT
    with serving(instance_world) as doors, CLIENTS[client](environment_on(doors, way, tmp_path)) as ask:
        first = ask()
        instance_world.later(hours=1)
        # The JavaScript SDK asks in the background, and has the next ones once they are there.
        second = next(found for _ in range(100) if (found := ask()).access_key_id != first.access_key_id)

        assert first.arn(instance_world) == second.arn(instance_world) == ARN


def test_boto_asks_the_metadata_service_for_its_region(instance_world: Clocked, tmp_path: Path) -> None:
    pytest.importorskip("boto3")
    with serving(instance_world) as doors:
        environment = environment_on(doors, "imds", tmp_path)
        del environment["AWS_REGION"], environment["AWS_DEFAULT_REGION"]
        script = "from botocore.utils import InstanceMetadataRegionFetcher as Asks; print(Asks().retrieve_region())"
        said = subprocess.run(
            [sys.executable, "-c", script.replace("Asks()", f"Asks(base_url='{doors.url}')")],
            env=environment,
            capture_output=True,
            text=True,
            check=True,
        ).stdout

    assert said.strip() == "eu-central-1"
