"""An account in memory with an instance profile, and its doors on a real port."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from typing import Any, NamedTuple

import httpx
import pytest
from service.acting import policy
from service.sts.sessions import Clocked

from iamctl.endpoint.container_credentials import ContainerCredentials
from iamctl.endpoint.instance_doors import InstanceDoors
from iamctl.endpoint.metadata_service import MetadataService
from iamctl.endpoint.metadata_tokens import MetadataTokens
from iamctl.endpoint.role_credentials import RoleCredentials
from iamctl.endpoint.serving import bound, served, url_of
from iamctl.model.document import Document
from iamctl.model.instance import Instance
from iamctl.model.secret import Secret
from iamctl.service.instance_profiles import add_role_to_instance_profile, create_instance_profile
from iamctl.service.roles import create_role
from iamctl.service.sts.instance_sessions import assume_role_for_instance, launch_instance

INSTANCE_ID = "i-0123456789abcdef0"
TOKEN = "a token of the container's"


def trusting(service: str = "ec2.amazonaws.com") -> Document:
    return policy({"Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole"})


class Served(NamedTuple):
    """Doors that answer.

    Attributes:
        world: the account behind them, with its clock.
        warnings: what the doors said to their keeper.
    """

    url: str
    world: Clocked
    instance: Instance
    credentials: RoleCredentials
    warnings: list[str]

    def token(self, seconds: int = 21_600) -> str:
        answer = httpx.put(
            f"{self.url}/latest/api/token", headers={"X-aws-ec2-metadata-token-ttl-seconds": str(seconds)}
        )
        assert answer.status_code == 200
        return answer.text

    def get(self, path: str, token: str | None = "", **headers: str) -> httpx.Response:
        """With a new token, this one, or None for none."""
        if token is not None:
            headers["X-aws-ec2-metadata-token"] = token or self.token()
        return httpx.get(f"{self.url}{path}", headers=headers)


Serve = Callable[..., Any]


@pytest.fixture
def instance_world() -> Clocked:
    world = Clocked()
    world.root.call(create_role, role_name="Web", assume_role_policy_document=trusting(), path="/app/")
    world.root.call(create_instance_profile, instance_profile_name="WebServer")
    world.root.call(add_role_to_instance_profile, instance_profile_name="WebServer", role_name="Web")
    return world


@contextmanager
def serving(world: Clocked, *, ask: Any = None, **more: Any) -> Iterator[Served]:
    instance = world.root.call(
        launch_instance, instance_profile_name="WebServer", region="eu-central-1", instance_id=INSTANCE_ID
    )
    warnings: list[str] = []

    def asked(delivery: str | None) -> Any:
        return world.root.call(
            assume_role_for_instance,
            instance_profile_id=instance.instance_profile_id,
            instance_id=instance.instance_id,
            region=instance.region,
            role_delivery=delivery,
        )

    rotated_after = more.pop("rotated_after", timedelta(hours=1))
    credentials = RoleCredentials(ask or asked, lambda: world.now, warn=warnings.append, rotated_after=rotated_after)
    tokens = MetadataTokens(os.urandom(32), lambda: world.now)
    hosts = more.pop("hosts", ())
    metadata = MetadataService(instance, credentials, tokens, hosts=hosts, **more)
    container = ContainerCredentials(credentials, Secret(TOKEN), hosts=hosts)
    listening = bound("127.0.0.1", 0)
    url = url_of(listening)
    with served(InstanceDoors(metadata, container, warn=warnings.append), listening):
        yield Served(url, world, instance, credentials, warnings)
    credentials.close()
