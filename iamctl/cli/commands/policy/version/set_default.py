import typer

from iamctl.cli import options
from iamctl.cli.commands.policy.version.version_id import VersionId
from iamctl.cli.run import run_of
from iamctl.service.policy_versions import set_default_policy_version


def set_default(
    ctx: typer.Context, policy: options.PolicyArn, version_id: VersionId, dry_run: options.DryRun = False
) -> None:
    """Put a version in force for all that the policy hangs on.

    Example: iamctl policy version set-default DeployArtifacts v1
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    service.call(set_default_policy_version, policy_arn=policy, version_id=version_id)
    run.show_changed(service)
