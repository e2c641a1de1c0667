import typer

from iamctl.cli.commands.simulate import parameters
from iamctl.cli.run import run_of


def custom(
    ctx: typer.Context,
    policy_input_list: parameters.PolicyInput = None,
    action_names: parameters.Actions = None,
    permissions_boundary_policy_input_list: parameters.BoundaryInput = None,
    scp: parameters.Scp = None,
    resource_arns: parameters.Resources = None,
    resource_policy: parameters.ResourcePolicy = None,
    trust_policy: parameters.TrustPolicy = None,
    resource_owner: parameters.ResourceOwner = None,
    caller_arn: parameters.CallerArn = None,
    context_entries: parameters.ContextEntries = None,
    resource_handling_option: parameters.Handling = None,
) -> None:
    """Simulate policies that are given, as SimulateCustomPolicy does.

    The options are the API's parameters. Answers come from the engine that `iamctl can` asks; where AWS's simulator
    is known to answer otherwise than AWS itself, so does this. The exit status is 0 whatever they are.

    Example: iamctl simulate custom --policy-input-list artifacts.json --action-names s3:GetObject --resource-arns arn:aws:s3:::artifacts/x
    Example: iamctl simulate custom --policy-input-list artifacts.toml --action-names s3:GetObject --action-names s3:PutObject --output json
    """  # noqa: E501 - an example is one line
    from iamctl.service.simulation.operations import Given, simulate_custom

    run = run_of(ctx)
    given = Given(
        action_names=parameters.required(action_names),
        policy_input_list=parameters.texts_of(policy_input_list, "--policy-input-list"),
        permissions_boundary_policy_input_list=parameters.texts_of(
            permissions_boundary_policy_input_list, "--permissions-boundary-policy-input-list"
        ),
        ordered_organization_policy_input_list=parameters.levels_of(scp),
        resource_arns=resource_arns or (),
        resource_policy=parameters.text_of(resource_policy, "--resource-policy", "resource"),
        trust_policy=parameters.text_of(trust_policy, "--trust-policy", "trust"),
        resource_owner=resource_owner,
        caller_arn=caller_arn,
        context_entries=parameters.entries_of(context_entries),
        resource_handling_option=resource_handling_option,
    )
    with run.service().reading("SimulateCustomPolicy") as account:
        members = simulate_custom(account, given)
    run.show(parameters.answer_of(members))
