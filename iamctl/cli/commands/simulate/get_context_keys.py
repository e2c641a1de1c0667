from typing import Annotated

import typer

from iamctl.cli.commands.simulate import parameters
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.errors import UsageError

Name = Annotated[
    str | None, typer.Argument(metavar="PRINCIPAL", help="a user, group or role by name or ARN; without it, none")
]


def get_context_keys(
    ctx: typer.Context,
    name: Name = None,
    policy_input_list: parameters.PolicyInput = None,
) -> None:
    """List the context keys that policies ask for: a principal's, given ones, or both.

    These are GetContextKeysForPrincipalPolicy and GetContextKeysForCustomPolicy. A key that two policies name is
    listed for each.

    Example: iamctl simulate get-context-keys alice
    Example: iamctl simulate get-context-keys --policy-input-list artifacts.json
    """
    from iamctl.service.simulation.given import source_arn
    from iamctl.service.simulation.operations import (
        get_context_keys_for_custom_policy,
        get_context_keys_for_principal_policy,
    )

    run = run_of(ctx)
    texts = parameters.texts_of(policy_input_list, "--policy-input-list")
    if name is None and not texts:
        raise UsageError(
            "There is no policy to look into.", hint="name a principal, or give `--policy-input-list FILE`"
        )
    needed = "GetContextKeysForCustomPolicy" if name is None else "GetContextKeysForPrincipalPolicy"
    with run.service().reading(needed, policy_source_arn=name) as account:
        if name is None:
            keys = get_context_keys_for_custom_policy(account, policy_input_list=texts)
        else:
            arn = source_arn(account, name)
            keys = get_context_keys_for_principal_policy(account, policy_source_arn=arn, policy_input_list=texts)
    run.show(Answer({"ContextKeyNames": list(keys)}, rows="ContextKeyNames", empty="no context keys"))
