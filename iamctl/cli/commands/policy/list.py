from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.commands.policy.columns import COLUMNS
from iamctl.cli.commands.policy.usage_filter import PolicyUsageFilter
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.cli.words import one_of
from iamctl.errors import UsageError
from iamctl.service.members import listed_policy
from iamctl.service.policies import SCOPES, list_policies

WHOSE = {"Local": "customer managed policies", "AWS": "AWS managed policies", "All": "policies"}


def list(
    ctx: typer.Context,
    scope: Annotated[
        str,
        typer.Option(
            "--scope",
            metavar="Local|AWS|All",
            help="the account's own, AWS's, or both",
            callback=one_of("--scope", SCOPES),
        ),
    ] = "Local",
    only_attached: Annotated[bool, typer.Option("--only-attached", help="leave out what nobody uses")] = False,
    path_prefix: options.PathPrefix = "/",
    policy_usage_filter: PolicyUsageFilter = None,
) -> None:
    """List the account's managed policies, and AWS's if asked for.

    Where AWS lists all of them unless told otherwise, this lists the account's own.

    Example: iamctl policy list
    Example: iamctl policy list --scope All --only-attached
    Example: iamctl policy list --scope aws --path-prefix /job-function/ --output name
    """
    if policy_usage_filter is not None and not only_attached:
        raise UsageError("--policy-usage-filter goes with --only-attached: alone it does nothing, as in AWS.")
    run = run_of(ctx)
    service = run.service()
    policies = service.call(
        list_policies,
        scope=scope,
        only_attached=only_attached,
        path_prefix=path_prefix,
        policy_usage_filter=policy_usage_filter,
    )
    used = " that anybody uses" if only_attached else ""
    run.show(
        Answer(
            {"Policies": [listed_policy(*policy) for policy in policies]},
            columns=COLUMNS,
            rows="Policies",
            name="PolicyName",
            empty=f"no {WHOSE[scope]}{options.under_path(path_prefix)}{used} in account {service.account_id}",
        )
    )
