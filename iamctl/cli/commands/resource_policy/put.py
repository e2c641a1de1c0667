import typer

from iamctl.cli import options
from iamctl.cli.commands.resource_policy.resource import ResourceArn
from iamctl.cli.input import read_document
from iamctl.cli.run import run_of
from iamctl.service.resource_policies import put_resource_policy


def put(
    ctx: typer.Context,
    resource_arn: ResourceArn,
    policy_document: options.PolicyDocument,
    dry_run: options.DryRun = False,
) -> None:
    """Write the policy of a resource; one that it has is replaced.

    Every decision about the resource uses it. A bucket's policy is its objects' policy too.

    Example: iamctl resource-policy put arn:aws:s3:::artifacts --policy-document bucket-policy.json
    Example: iamctl resource-policy put arn:aws:s3:::artifacts --policy-document bucket-policy.json --dry-run
    """
    run = run_of(ctx)
    document = read_document(policy_document, "resource")
    service = run.service(dry_run=dry_run)
    service.call(put_resource_policy, resource_arn=resource_arn, policy=document)
    run.show_changed(service)
