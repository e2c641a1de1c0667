import typer

from iamctl.cli import options
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service.lookup import the_policy
from iamctl.service.members import listed_version
from iamctl.service.policy_versions import list_policy_versions

COLUMNS = tuple(Column(member, member) for member in ("VersionId", "IsDefaultVersion", "CreateDate"))


def list(ctx: typer.Context, policy: options.PolicyArn) -> None:
    """List the versions of a policy, newest first.

    Of AWS's policies only the version in force is known.

    Example: iamctl policy version list DeployArtifacts
    """
    run = run_of(ctx)
    with run.service().lookups() as reading:
        versions = reading.call(list_policy_versions, policy_arn=policy)
        default = the_policy(reading.account, policy).default_version_id
    members = {"Versions": [listed_version(version, default_version_id=default) for version in versions]}
    run.show(Answer(members, columns=COLUMNS, rows="Versions", name="VersionId"))
