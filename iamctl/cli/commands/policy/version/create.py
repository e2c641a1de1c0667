from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.input import read_document
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.lookup import the_policy
from iamctl.service.members import listed_version
from iamctl.service.policy_versions import create_policy_version


def create(
    ctx: typer.Context,
    policy: options.PolicyArn,
    policy_document: options.PolicyDocument,
    set_as_default: Annotated[
        bool, typer.Option("--set-as-default", help="put it in force for all that the policy hangs on")
    ] = False,
    dry_run: options.DryRun = False,
) -> None:
    """Give a policy a new version.

    The one in force stays in force unless `--set-as-default`. A policy has five versions at most.

    Example: iamctl policy version create DeployArtifacts --policy-document artifacts.json
    Example: iamctl policy version create DeployArtifacts --policy-document artifacts.toml --set-as-default
    """
    run = run_of(ctx)
    document = read_document(policy_document, "policy")
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        version = change.call(
            create_policy_version, policy_arn=policy, policy_document=document, set_as_default=set_as_default
        )
        default = the_policy(change.account, policy).default_version_id
    members = {"PolicyVersion": listed_version(version, default_version_id=default)}
    run.show_changed(service, Answer(members, name="VersionId"), lines=[version.version_id])
