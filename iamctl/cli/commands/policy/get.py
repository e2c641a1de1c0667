import typer

from iamctl.cli import options
from iamctl.cli.commands.policy.columns import COLUMNS
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.members import Members, policy_members
from iamctl.service.policies import PolicyWithUsage, get_policy


def get(ctx: typer.Context, policies: options.PolicyArns) -> None:
    """Show policies, without their documents.

    `policy version get` shows the document that is in force, or another version.

    Example: iamctl policy get DeployArtifacts
    Example: iamctl policy get arn:aws:iam::aws:policy/ReadOnlyAccess --output json
    """
    run = run_of(ctx)
    with run.service().lookups() as reading:
        found = [reading.call(get_policy, policy_arn=policy) for policy in policies]
    if len(found) == 1:
        run.show(Answer({"Policy": _members(found[0])}, name="PolicyName"))
    else:
        members = {"Policies": [_members(policy) for policy in found]}
        run.show(Answer(members, columns=COLUMNS, rows="Policies", name="PolicyName"))


def _members(found: PolicyWithUsage) -> Members:
    return policy_members(
        found.policy,
        attachment_count=found.usage.attachment_count,
        boundary_usage_count=found.usage.permissions_boundary_usage_count,
    )
