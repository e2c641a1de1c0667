import typer

from iamctl.cli import options
from iamctl.cli.commands.resource_policy.resource import ResourceArns
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.service.resource_policies import delete_resource_policy
from iamctl.service.service import Change


def delete(
    ctx: typer.Context,
    resource_arns: ResourceArns,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Delete the policies of resources.

    Example: iamctl resource-policy delete arn:aws:s3:::releases --yes
    Example: iamctl resource-policy delete arn:aws:s3:::elsewhere --ignore-missing
    """
    run = run_of(ctx)

    def one(change: Change, arn: str) -> Loss:
        gone = change.call(delete_resource_policy, resource_arn=arn)
        return Loss((f"policy of {gone.resource_arn}",))

    carry_out(run, each(run, resource_arns, one, ignore_missing=ignore_missing), yes=yes, dry_run=dry_run)
