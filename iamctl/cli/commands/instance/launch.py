from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iamctl.cli import instance_options, options
from iamctl.cli.run import run_of

if TYPE_CHECKING:
    from iamctl.cli.instances import Launched
    from iamctl.cli.run import Run

Port = Annotated[int, typer.Option("--port", metavar="PORT", help="where it listens; 0 takes one that is free")]
Listen = Annotated[
    str,
    typer.Option(
        "--listen", metavar="ADDRESS", help="an IP address of this machine; beyond loopback, who reaches it is served"
    ),
]
AllowHost = Annotated[
    list[str] | None,
    typer.Option(
        "--allow-host",
        metavar="NAME",
        help="a name that clients may call it by, besides IP addresses and localhost; may be given again",
        show_default=False,
    ),
]
TokenFile = Annotated[
    Path | None,
    typer.Option(
        "--container-token-file",
        metavar="FILE",
        help="serve containers too, under a token that is written into this new file and removed at the end",
        show_default=False,
    ),
]
For = Annotated[
    float | None,
    typer.Option(
        "--for",
        metavar="SECONDS",
        help="terminate it after so long; without it, by Ctrl-C or SIGTERM",
        show_default=False,
    ),
]


def launch(
    ctx: typer.Context,
    instance_profile_name: options.InstanceProfileName,
    port: Port = 1338,
    listen: Listen = "127.0.0.1",
    allow_host: AllowHost = None,
    instance_id: instance_options.InstanceId = None,
    region: instance_options.Region = None,
    imds: instance_options.Imds = "v2",
    hop_limit: instance_options.HopLimit = 1,
    container_token_file: TokenFile = None,
    seconds: For = None,
) -> None:
    """Serve the metadata of an instance that has the profile, with its role's credentials.

    AWS's clients find it by the variables that are printed; every user of this machine can ask it, as every user of
    an instance can. Credentials last six hours and are rotated after one: then changes of profile, role and trust
    policy take effect. Addresses, image and type are made up, and the identity document has no signature, which only
    AWS could make. The caller has to be allowed ec2:RunInstances and iam:PassRole.

    Example: iamctl instance launch WebServer --port 0 --id i-0123456789abcdef0 --for 0.1
    Example: iamctl instance launch WebServer --port 0 --imds v1-allowed --container-token-file token --for 0.1
    """
    import signal

    from iamctl.cli.hand_over import check_new_file
    from iamctl.cli.instances import Wish, launched
    from iamctl.cli.signals import told_to_stop

    run = run_of(ctx)
    if container_token_file is not None:
        check_new_file(container_token_file, force=False)
    wish = Wish(
        instance_profile_name,
        instance_id=instance_id,
        region=region,
        imds=imds,
        hop_limit=hop_limit,
        address=listen,
        port=port,
        hosts=tuple(allow_host or ()),
        has_container=container_token_file is not None,
    )
    with launched(run, wish) as instance, told_to_stop() as wait, _written(instance, container_token_file):
        _tell(run, instance, container_token_file)
        stopped_by = wait(seconds)
    if stopped_by is not None and stopped_by != signal.SIGINT:
        raise typer.Exit(128 + stopped_by)


@contextmanager
def _written(instance: "Launched", token_file: Path | None) -> Iterator[None]:
    """The container's token in its file for as long as the block lasts."""
    from iamctl.cli.hand_over import write_whole

    if token_file is None:
        yield
        return
    assert instance.token is not None
    write_whole(token_file, instance.token.reveal(), replace=False)
    try:
        yield
    finally:
        token_file.unlink(missing_ok=True)


def _tell(run: "Run", instance: "Launched", token_file: Path | None) -> None:
    """Say where it is, once it is there."""
    import shlex

    from iamctl.cli.instance_environment import CONTAINER, IMDS, variables_of
    from iamctl.cli.output.answer import Answer

    variables = variables_of(instance, IMDS, token_file=None)
    if token_file is not None:
        of_container = variables_of(instance, CONTAINER, token_file=token_file.absolute())
        variables |= {name: value for name, value in of_container.items() if name.startswith("AWS_CONTAINER_")}
    if instance.role.issued is None:
        run.warn(f"there are no credentials: {instance.role.message.partition(' Please see ')[0]}")
    lines = [f"export {name}={shlex.quote(value)}" for name, value in variables.items()]
    members = {
        "InstanceId": instance.instance.instance_id,
        "Arn": instance.instance.arn,
        "Endpoint": instance.url,
        "Environment": variables,
    }
    run.show_made(Answer({"Instance": members}, name="InstanceId"), lines)
