from typing import TYPE_CHECKING, Annotated

import typer

from iamctl.cli import checked as checks
from iamctl.cli.run import run_of
from iamctl.errors import UsageError

if TYPE_CHECKING:
    from iamctl.cli.compared import Sides
    from iamctl.service.comparing.checks import Checked
    from iamctl.service.comparing.sides import PolicySide


def no_public_access(
    ctx: typer.Context,
    policy: Annotated[
        str | None,
        typer.Argument(metavar="POLICY", help="a policy's file, -, or the ARN of a resource", show_default=False),
    ] = None,
    resource_type: Annotated[
        str | None, typer.Option("--type", metavar="TYPE", help="what it is the policy of: AWS::S3::Bucket, …")
    ] = None,
    batch: checks.Batch = None,
    form: checks.SarifFormat = None,
) -> None:
    """Check that a resource's policy lets in nobody whom it does not name.

    As CheckNoPublicAccess, whose types it takes, with a request that anybody may make. A condition that asks for fixed
    values of who or where the caller is (an organization, an account, a network) makes a grant not public. Exit status
    0 for PASS, 1 for FAIL, 7 where it is undecided.

    Example: iamctl check no-public-access bucket-policy.json --type AWS::S3::Bucket
    Example: iamctl check no-public-access trust.json --type AWS::IAM::AssumeRolePolicyDocument --output json
    """
    run = run_of(ctx)
    if batch is not None:
        checks.run_batch(run, batch, "no-public-access", policy, resource_type)
        return
    if policy is None or resource_type is None:
        raise UsageError("Name a policy and its --type.", hint="see `iamctl check no-public-access --help`")
    word, wanted = policy, resource_type
    is_trust = wanted == "AWS::IAM::AssumeRolePolicyDocument"

    def check(sides: "Sides") -> "tuple[Checked, PolicySide]":
        from iamctl.service.comparing.checks import check_no_public_access
        from iamctl.service.comparing.comparison import Comparer

        side = sides.policy(word)
        return check_no_public_access(side, wanted, Comparer()), side

    checks.run_check(run, check, kind=checks.Kind.TRUST if is_trust else checks.Kind.RESOURCE, form=form)
