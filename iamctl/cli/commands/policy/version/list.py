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
    with run.service().reading() as account:
        default = the_policy(account, policy).default_version_id
        versions = list_policy_versions(account, policy_arn=policy)
    members = {"Versions": [listed_version(version, default_version_id=default) for version in versions]}
    run.show(Answer(members, columns=COLUMNS, rows="Versions", name="VersionId"))
