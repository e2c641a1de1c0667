import os
from pathlib import Path
from typing import Annotated

import typer

from iamctl.cli import instance_options, options
from iamctl.cli.run import Run, run_of
from iamctl.errors import UsageError

Command = Annotated[list[str], typer.Argument(metavar="-- COMMAND...", help="the command with its own arguments")]


def exec(
    ctx: typer.Context,
    instance_profile_name: options.InstanceProfileName,
    command: Command,
    through: instance_options.Through = "imds",
    instance_id: instance_options.InstanceId = None,
    region: instance_options.Region = None,
    imds: instance_options.Imds = "v2",
) -> None:
    """Run a command as if it ran on an instance that has the profile.

    The role's credentials are not in its environment: it finds a metadata service or a container's endpoint on
    loopback, where AWS's clients ask by themselves, and again when the credentials are rotated. The service ends with
    the command; signals and the exit status are the command's own. The files of ~/.aws and credentials of the
    environment are kept from it, since clients would take those first.

    Example: iamctl instance exec WebServer -- env
    Example: iamctl instance exec WebServer --through pod-identity -- env
    """
    status = exec_with_instance_profile(
        run_of(ctx),
        instance_profile_name,
        command,
        through=through,
        instance_id=instance_id,
        region=region,
        imds=imds,
    )
    raise typer.Exit(status)


def exec_with_instance_profile(
    run: Run,
    instance_profile_name: str,
    command: list[str],
    *,
    through: str = "imds",
    instance_id: str | None = None,
    region: str | None = None,
    imds: str = "v2",
) -> int:
    """Launch an instance, run the command beside its doors, and end both; the command's exit status.

    Raises:
        UsageError: a word is none of those that are taken.
        AccessDenied: the caller may not launch it, or EC2 may not assume the role.
        NoSuchEntity, ValidationError, MachineError: as `instances.launched` has it.
    """
    from iamctl.cli.instance_environment import IMDS, POD_IDENTITY, WAYS, environment_of
    from iamctl.cli.instances import Wish, check_has_credentials, launched
    from iamctl.cli.signals import run_beside

    if through not in WAYS:
        raise UsageError(f"There is no door {through}.", hint=f"`--through {'`, `--through '.join(WAYS)}`")
    wish = Wish(
        instance_profile_name,
        instance_id=instance_id,
        region=region,
        imds=imds,
        has_metadata=through == IMDS,
        has_container=through != IMDS,
    )
    with launched(run, wish) as launch:
        check_has_credentials(launch)
        data_dir = run.data_dir if "data-dir" in run.given else None
        if through != POD_IDENTITY:
            return run_beside(command, environment_of(os.environ, launch, through, token_file=None, data_dir=data_dir))
        import tempfile

        with tempfile.TemporaryDirectory(prefix="iamctl-") as folder:  # 0700
            file = Path(folder) / "eks-pod-identity-token"
            assert launch.token is not None
            file.touch(mode=0o600)
            file.write_text(launch.token.reveal())
            return run_beside(command, environment_of(os.environ, launch, through, token_file=file, data_dir=data_dir))
