import typer

from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service.members import resource_policy_members
from iamctl.service.resource_policies import list_resource_policies


def list(ctx: typer.Context) -> None:
    """List the resources that have a policy here.

    Example: iamctl resource-policy list
    Example: iamctl resource-policy list --output json
    """
    run = run_of(ctx)
    service = run.service()
    found = service.call(list_resource_policies)
    run.show(
        Answer(
            {"ResourcePolicies": [resource_policy_members(policy) for policy in found]},
            columns=(Column("ResourceArn", "ResourceArn"),),
            rows="ResourcePolicies",
            name="ResourceArn",
            empty=f"no resource policies in account {service.account_id}",
        )
    )
