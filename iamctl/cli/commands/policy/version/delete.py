import typer

from iamctl.cli import options
from iamctl.cli.commands.policy.version.version_id import VersionIds
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.service.policy_versions import delete_policy_version
from iamctl.service.service import Change


def delete(
    ctx: typer.Context,
    policy: options.PolicyArn,
    version_ids: VersionIds,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Delete versions that are not in force.

    Their numbers are never given again.

    Example: iamctl policy version delete DeployArtifacts v9 --ignore-missing
    """
    run = run_of(ctx)

    def one(change: Change, version_id: str) -> Loss:
        change.call(delete_policy_version, policy_arn=policy, version_id=version_id)
        return Loss((f"version {version_id} of policy {policy}",))

    carry_out(run, each(run, version_ids, one, ignore_missing=ignore_missing), yes=yes, dry_run=dry_run)
