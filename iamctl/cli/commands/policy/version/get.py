import typer

from iamctl.cli import options
from iamctl.cli.commands.policy.version.version_id import VersionIdIfAny
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.lookup import the_policy
from iamctl.service.members import version_members
from iamctl.service.policy_versions import get_policy_version


def get(ctx: typer.Context, policy: options.PolicyArn, version_id: VersionIdIfAny = None) -> None:
    """Show a version of a policy with its document.

    Example: iamctl policy version get DeployArtifacts
    Example: iamctl policy version get ReadOnlyAccess --query PolicyVersion.Document --json
    """
    run = run_of(ctx)
    with run.service().lookups() as reading:
        reading.check("GetPolicyVersion", policy_arn=policy)
        default = the_policy(reading.account, policy).default_version_id
        version = reading.call(get_policy_version, policy_arn=policy, version_id=version_id or default)
    members = {"PolicyVersion": version_members(version, default_version_id=default)}
    run.show(Answer(members, name="VersionId"))
