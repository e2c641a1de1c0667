import typer

from iamctl.cli import options
from iamctl.cli.commands.policy.columns import COLUMNS
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.members import policy_members
from iamctl.service.policies import get_policy


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
        run.show(Answer({"Policy": policy_members(*found[0])}, name="PolicyName"))
    else:
        members = {"Policies": [policy_members(*policy) for policy in found]}
        run.show(Answer(members, columns=COLUMNS, rows="Policies", name="PolicyName"))
