from typing import Annotated

import typer

from iamctl.cli.commands.simulate import parameters
from iamctl.cli.run import run_of
from iamctl.errors import UsageError

Name = Annotated[
    str | None, typer.Argument(metavar="PRINCIPAL", help="a user, group or role by name or ARN: whose policies")
]
SourceArn = Annotated[
    str | None, typer.Option("--policy-source-arn", metavar="ARN", help="the same, as the API calls it")
]


def principal(
    ctx: typer.Context,
    name: Name = None,
    policy_source_arn: SourceArn = None,
    action_names: parameters.Actions = None,
    policy_input_list: parameters.PolicyInput = None,
    permissions_boundary_policy_input_list: parameters.BoundaryInput = None,
    policy_exclusion_list: parameters.Exclusions = None,
    scp: parameters.Scp = None,
    resource_arns: parameters.Resources = None,
    resource_policy: parameters.ResourcePolicy = None,
    trust_policy: parameters.TrustPolicy = None,
    resource_owner: parameters.ResourceOwner = None,
    caller_arn: parameters.CallerArn = None,
    context_entries: parameters.ContextEntries = None,
    resource_handling_option: parameters.Handling = None,
) -> None:
    """Simulate the policies of a user, group or role, as SimulatePrincipalPolicy does.

    The options are the API's parameters; a user's groups count. Answers come from the engine that `iamctl can` asks;
    where AWS's simulator is known to answer otherwise than AWS itself, so does this: it asks no resource policy but
    one that is given. The exit status is 0 whatever the answers are.

    Example: iamctl simulate principal alice --action-names s3:GetObject --resource-arns arn:aws:s3:::artifacts/x
    Example: iamctl simulate principal bob --action-names iam:CreateUser --policy-exclusion-list PolicyType=permission-boundary --output json
    """  # noqa: E501 - an example is one line
    from iamctl.service.simulation.given import source_arn
    from iamctl.service.simulation.operations import Given, simulate_principal

    run = run_of(ctx)
    whose = name if name is not None else policy_source_arn
    if whose is None or (name is not None and policy_source_arn is not None):
        raise UsageError("Say whose policies: PRINCIPAL or --policy-source-arn, one of them.")
    given = Given(
        action_names=parameters.required(action_names),
        policy_input_list=parameters.texts_of(policy_input_list, "--policy-input-list"),
        permissions_boundary_policy_input_list=parameters.texts_of(
            permissions_boundary_policy_input_list, "--permissions-boundary-policy-input-list"
        ),
        policy_exclusion_list=parameters.exclusions_of(policy_exclusion_list),
        ordered_organization_policy_input_list=parameters.levels_of(scp),
        resource_arns=resource_arns or (),
        resource_policy=parameters.text_of(resource_policy, "--resource-policy", "resource"),
        trust_policy=parameters.text_of(trust_policy, "--trust-policy", "trust"),
        resource_owner=resource_owner,
        caller_arn=caller_arn,
        context_entries=parameters.entries_of(context_entries),
        resource_handling_option=resource_handling_option,
    )
    with run.service().reading("SimulatePrincipalPolicy", policy_source_arn=whose) as account:
        members = simulate_principal(account, source_arn(account, whose), given)
    run.show(parameters.answer_of(members))
