from typing import TYPE_CHECKING, Annotated

import typer

from iamctl.cli import checked as checks
from iamctl.cli.run import run_of
from iamctl.errors import UsageError

if TYPE_CHECKING:
    from iamctl.cli.compared import Sides
    from iamctl.service.comparing.checks import Checked
    from iamctl.service.comparing.sides import PolicySide


def no_new_access(
    ctx: typer.Context,
    existing: Annotated[
        str | None, typer.Argument(metavar="OLD", help="a policy's file, -, name, ARN or POLICY:v2", show_default=False)
    ] = None,
    new: Annotated[
        str | None, typer.Argument(metavar="NEW", help="what is to be in its place, likewise", show_default=False)
    ] = None,
    kind: checks.PolicyType = None,
    batch: checks.Batch = None,
    form: checks.SarifFormat = None,
) -> None:
    """Check that a policy allows nothing that its former text does not.

    As CheckNoNewAccess, with a request that is newly allowed. Exit status 0 for PASS, 1 for FAIL, 7 where it is
    undecided and the reasons name what it hangs on.

    Example: iamctl check no-new-access ReadOnlyAccess artifacts.json
    Example: iamctl check no-new-access artifacts.json artifacts.toml --output json
    Example: iamctl check no-new-access artifacts.json draft.json --format sarif
    """
    run = run_of(ctx)
    if batch is not None:
        checks.run_batch(run, batch, "no-new-access", existing, new)
        return
    if existing is None or new is None:
        raise UsageError("Name the old policy and the new one.", hint="see `iamctl check no-new-access --help`")
    old, now = existing, new

    def check(sides: "Sides") -> "tuple[Checked, PolicySide]":
        from iamctl.service.comparing.checks import check_no_new_access
        from iamctl.service.comparing.comparison import Comparer

        before, after = sides.policy(old), sides.policy(now)
        return check_no_new_access(before, after, Comparer()), after

    checks.run_check(run, check, kind=kind, form=form)
