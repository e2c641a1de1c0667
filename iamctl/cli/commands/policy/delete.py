import typer

from iamctl.cli import options
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.service.own_policies import own_policy
from iamctl.service.policies import delete_policy, empty_policy, policy_blockers
from iamctl.service.service import Change


def delete(
    ctx: typer.Context,
    policies: options.PolicyArns,
    force: options.Force = False,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Delete policies of the account.

    A policy that somebody has, or is bounded by, or that has several versions is not deleted; `--force` takes it
    off them and removes the other versions in the same change. An identity whose boundary it was has none then,
    and may do all that its policies allow.

    Example: iamctl policy delete DeployArtifacts --force --yes
    Example: iamctl policy delete Retired --ignore-missing
    """
    run = run_of(ctx)

    def one(change: Change, name: str) -> Loss:
        change.check("DeletePolicy", policy_arn=name)
        policy = own_policy(change.account, name, action="iam:DeletePolicy")
        blockers = tuple(blocker.removal for blocker in policy_blockers(change.account, policy)) if force else ()
        if blockers:
            change.call(empty_policy, policy_arn=policy.arn)
        change.call(delete_policy, policy_arn=policy.arn)
        return Loss((f"policy {policy.policy_name}",), blockers)

    deletion = each(run, policies, one, ignore_missing=ignore_missing)
    carry_out(run, deletion, takes_more=force, yes=yes, dry_run=dry_run)
