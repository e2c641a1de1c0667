from typing import cast

import typer

from iamctl.cli.commands.resource_policy.resource import ResourceArn
from iamctl.cli.run import run_of
from iamctl.service.members import Members
from iamctl.service.resource_policies import get_resource_policy


def get(ctx: typer.Context, resource_arn: ResourceArn) -> None:
    """Show the policy of a resource.

    It is the document alone, JSON unless another format is asked for: what `resource-policy put` reads.

    Example: iamctl resource-policy get arn:aws:s3:::releases
    Example: iamctl resource-policy get arn:aws:s3:::releases --output toml
    """
    run = run_of(ctx)
    found = run.service().call(get_resource_policy, resource_arn=resource_arn)
    run.show_document(cast(Members, found.document.tree))
