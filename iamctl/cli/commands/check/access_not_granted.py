from typing import TYPE_CHECKING, Annotated

import typer

from iamctl.cli import checked as checks
from iamctl.cli.run import run_of
from iamctl.errors import UsageError

if TYPE_CHECKING:
    from iamctl.cli.compared import Sides
    from iamctl.service.comparing.checks import Checked
    from iamctl.service.comparing.sides import PolicySide


def access_not_granted(
    ctx: typer.Context,
    policy: Annotated[
        str | None,
        typer.Argument(metavar="POLICY", help="a policy's file, -, name, ARN or POLICY:v2", show_default=False),
    ] = None,
    action: Annotated[
        list[str] | None,
        typer.Option("--action", metavar="ACTION", help="may have wildcards; given again, any of them; else every one"),
    ] = None,
    resource: Annotated[
        list[str] | None,
        typer.Option("--resource", metavar="ARN", help="may have wildcards; given again, any of them; else every one"),
    ] = None,
    kind: checks.PolicyType = None,
    batch: checks.Batch = None,
    form: checks.SarifFormat = None,
) -> None:
    """Check that a policy allows none of some actions on some resources.

    As CheckAccessNotGranted: FAIL if any of the actions is allowed on any of the resources, with such a request. Exit
    status 0 for PASS, 1 for FAIL, 7 where it is undecided and the reasons name what it hangs on.

    Example: iamctl check access-not-granted artifacts.json --action s3:PutObject --action 'iam:*'
    Example: iamctl check access-not-granted artifacts.json --resource 'arn:aws:s3:::releases/*' --output json
    """
    run = run_of(ctx)
    if batch is not None:
        checks.run_batch(run, batch, "access-not-granted", policy, action, resource)
        return
    if policy is None or not (action or resource):
        see = "see `iamctl check access-not-granted --help`"
        raise UsageError("Name a policy, and actions or resources.", hint=see)
    word = policy

    def check(sides: "Sides") -> "tuple[Checked, PolicySide]":
        from iamctl.service.comparing.checks import Access, check_access_not_granted
        from iamctl.service.comparing.comparison import Comparer

        side = sides.policy(word)
        access = Access(tuple(action or ()), tuple(resource or ()))
        return check_access_not_granted(side, [access], Comparer()), side

    checks.run_check(run, check, kind=kind, form=form)
