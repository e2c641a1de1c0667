from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.creation import there_is_fine
from iamctl.cli.input import read_document
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.members import created_policy
from iamctl.service.policies import create_policy
from iamctl.service.policy_usage import usage_of


def create(
    ctx: typer.Context,
    policy_name: Annotated[str, typer.Argument(metavar="POLICY_NAME", help="the new policy's name")],
    policy_document: options.PolicyDocument,
    path: options.Path = "/",
    description: options.Description = None,
    tag: options.Tags = None,
    if_not_exists: options.IfNotExists = False,
    dry_run: options.DryRun = False,
) -> None:
    """Create a managed policy; its document is version v1.

    Name, path and description are fixed for good, as in AWS; `policy version create` gives it another document.

    Example: iamctl policy create ReadArtifacts --policy-document artifacts.json
    Example: iamctl policy create ReadArtifacts --path /ci/ --policy-document - < artifacts.toml
    """
    run = run_of(ctx)
    tags = options.parse_tags(tag)
    document = read_document(policy_document, "policy")
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        with there_is_fine(run, if_not_exists, change, "GetPolicy", policy_arn=policy_name):
            change.call(
                create_policy,
                policy_name=policy_name,
                policy_document=document,
                path=path,
                description=description,
                tags=tags,
            )
        policy = change.account.policies.find(policy_name)
        assert policy is not None
        usage = usage_of(change.account, policy.arn)
    members = created_policy(policy, usage)
    run.show_changed(service, Answer({"Policy": members}, name="PolicyName"), lines=[policy.arn])
