"""An instance launched from the shell: its doors open for as long as a command or a person needs them.

Rules kept here:
  * the caller has to be allowed to launch it; what its role's sessions are issued by afterwards is EC2, which no
    policy of the caller's binds;
  * what cannot work is said before anything is served: the first credentials are asked for at once;
  * beyond this machine nothing is reached unless it was asked for, and then it is said each time.
"""

from __future__ import annotations

import os
from base64 import urlsafe_b64encode
from contextlib import contextmanager
from typing import TYPE_CHECKING, NamedTuple

from iamctl import bootstrap
from iamctl.errors import AccessDenied, UsageError
from iamctl.model.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iamctl.cli.run import Run
    from iamctl.endpoint.role_credentials import RoleCredentials
    from iamctl.model.instance import Instance
    from iamctl.service.sts.instance_sessions import InstanceRole

LOOPBACK = "127.0.0.1"
REGION = "us-east-1"
REQUIRED, V1_ALLOWED = "v2", "v1-allowed"


class Wish(NamedTuple):
    """What is asked of an instance.

    Attributes:
        instance_id: None makes one up.
        region: None is that of AWS_REGION or AWS_DEFAULT_REGION, else us-east-1.
        imds: `v2` or `v1-allowed`.
        address: where it listens.
        port: 0 is one that is free.
        hosts: names that it may be called by.
        has_metadata: serve the metadata service.
        has_container: serve the container's door.
    """

    instance_profile: str
    instance_id: str | None = None
    region: str | None = None
    imds: str = REQUIRED
    hop_limit: int = 1
    address: str = LOOPBACK
    port: int = 0
    hosts: tuple[str, ...] = ()
    has_metadata: bool = True
    has_container: bool = False


class Launched(NamedTuple):
    """An instance whose doors are open.

    Attributes:
        token: the container's authorization token; None where there is no such door.
    """

    instance: Instance
    url: str
    role: InstanceRole
    token: Secret | None


@contextmanager
def launched(run: Run, wish: Wish) -> Iterator[Launched]:
    """An instance for as long as the block lasts.

    Raises:
        MachineError: `iamctl[serve]` is not installed.
        NoSuchEntity, AccessDenied, ValidationError: it cannot be launched so.
        StorageFailure: the port is taken.
    """
    from iamctl.endpoint.installed import check_installed
    from iamctl.service.sts.instance_sessions import launch_instance

    check_installed()
    check_wish(wish)
    service = run.service()
    instance = service.call(
        launch_instance,
        instance_profile_name=wish.instance_profile,
        region=wish.region or region_of_environment(),
        instance_id=wish.instance_id,
    )
    credentials = _credentials(run, instance)
    try:
        role = credentials.first(None if not wish.has_metadata else "2.0")
        with _served(run, wish, instance, credentials) as (url, token):
            yield Launched(instance, url, role, token)
    finally:
        credentials.close()


def check_wish(wish: Wish) -> None:
    """Hold words against what they may be.

    Raises:
        UsageError: they are none of those.
    """
    if wish.imds not in (REQUIRED, V1_ALLOWED):
        raise UsageError(f"{wish.imds} is no way of serving metadata.", hint=f"`--imds {REQUIRED}` or `{V1_ALLOWED}`")
    if not 1 <= wish.hop_limit <= 64:
        raise UsageError(f"A hop limit of {wish.hop_limit} is none.", hint="`--hop-limit 1` to `--hop-limit 64`")
    if not 0 <= wish.port <= 65_535:
        raise UsageError(f"{wish.port} is no port.", hint="`--port 0` takes one that is free")


def check_has_credentials(launch: Launched) -> None:
    """That EC2 has credentials for it.

    Raises:
        AccessDenied: it has none.
    """
    if launch.role.issued is None:
        name = launch.role.role.role_name if launch.role.role is not None else "ROLE"
        raise AccessDenied(
            launch.role.message.partition(" Please see ")[0],
            hint=f"see whom it trusts with `iamctl role trust show {name}`; it has to be ec2.amazonaws.com",
        )


def region_of_environment() -> str:
    return os.environ.get("AWS_REGION") or os.environ.get("AWS_DEFAULT_REGION") or REGION


def _credentials(run: Run, instance: Instance) -> RoleCredentials:
    from iamctl.endpoint.role_credentials import RoleCredentials
    from iamctl.service.sts.instance_sessions import assume_role_for_instance

    settings = run.settings
    ec2 = bootstrap.open_service(
        directory=settings.data_dir,
        account=instance.account_id,
        lock_timeout=settings.lock_timeout,
        keys=run.vault_keys(),
    )
    run.watch(ec2)

    def ask(delivery: str | None) -> InstanceRole:
        return ec2.call(
            assume_role_for_instance,
            instance_profile_id=instance.instance_profile_id,
            instance_id=instance.instance_id,
            region=instance.region,
            role_delivery=delivery,
        )

    return RoleCredentials(ask, bootstrap.now, warn=run.warn)


@contextmanager
def _served(
    run: Run, wish: Wish, instance: Instance, credentials: RoleCredentials
) -> Iterator[tuple[str, Secret | None]]:
    from iamctl.endpoint.container_credentials import ContainerCredentials
    from iamctl.endpoint.instance_doors import InstanceDoors
    from iamctl.endpoint.metadata_service import MetadataService
    from iamctl.endpoint.metadata_tokens import MetadataTokens
    from iamctl.endpoint.serving import bound, is_loopback, served, url_of

    metadata, container, token = None, None, None
    hosts = tuple(map(str.lower, wish.hosts))
    if wish.has_metadata:
        tokens = MetadataTokens(os.urandom(32), bootstrap.now)
        allows_v1 = wish.imds == V1_ALLOWED
        metadata = MetadataService(
            instance, credentials, tokens, allows_v1=allows_v1, hop_limit=wish.hop_limit, hosts=hosts
        )
    if wish.has_container:
        token = Secret(urlsafe_b64encode(os.urandom(32)).decode())
        container = ContainerCredentials(credentials, token, hosts=hosts)
    listening = bound(wish.address, wish.port)
    if not is_loopback(wish.address):
        _warn_of_reach(run.warn, wish)
    with served(InstanceDoors(metadata, container, warn=run.warn), listening):
        yield url_of(listening), token


def _warn_of_reach(warn: Callable[[str], None], wish: Wish) -> None:
    what = "the role's credentials" if wish.has_metadata else "the role's credentials with the container's token"
    warn(f"whoever reaches {wish.address} gets {what}, and they pass the network in clear")
