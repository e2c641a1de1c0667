from typing import Annotated, Any

import typer

from iamctl.cli import questions
from iamctl.cli.access_view import condition, resources, shortened
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of

Action = Annotated[str, typer.Argument(metavar="ACTION", help="an action, such as s3:GetObject")]
Resource = Annotated[
    str | None,
    typer.Argument(metavar="RESOURCE", help="the resource's ARN; without it, all of the account's resources"),
]


def who_can(
    ctx: typer.Context,
    action: Action,
    resource: Resource = None,
    context: questions.Context = None,
    context_file: questions.ContextFile = None,
    source_ip: questions.SourceIp = None,
    mfa: questions.Mfa = False,
    at: questions.At = None,
    region: questions.Region = None,
    resource_account: questions.ResourceAccount = None,
    resource_policy: questions.ResourcePolicy = None,
    scp: questions.Scp = None,
    rcp: questions.Rcp = None,
    revision: questions.RevisionNumber = None,
    on: questions.OnDate = None,
) -> None:
    """Find everybody that may do an action, and under which conditions.

    Users, roles with those who may assume them, and whom the resource's own policy names: accounts, services,
    identity providers, the public. What a request may carry and was not said here stands as a condition.

    Example: iamctl who-can s3:GetObject arn:aws:s3:::releases/v1.zip
    Example: iamctl who-can sts:AssumeRole arn:aws:iam::111122223333:role/Deploy
    Example: iamctl who-can s3:DeleteBucket --output name
    """
    from iamctl.service.access.members import row_members
    from iamctl.service.questions.moments import account_asked
    from iamctl.service.who_can import who_can as ask

    run = run_of(ctx)
    questions.sorted_words([action, *([resource] if resource is not None else [])])
    moment = questions.moment_of(on, revision)
    known = questions.Stated(context, context_file, source_ip, mfa, at, region, resource_account).circumstances(moment)
    supposing = questions.Supposing(resource_policy=resource_policy, scp=scp, rcp=rcp).supposed()
    with account_asked(run.service(), "GetAccountAuthorizationDetails", revision=revision, on=moment) as account:
        rows = [row_members(row) for row in ask(account, action, resource, circumstances=known, supposed=supposing)]
        account_id = account.account_id
    target = f" {resource}" if resource is not None else ""
    empty = f"nobody of account {account_id} may {action}{target}"
    if run.output.format == "name":
        named = sorted({each["Principal"] for row in rows for each in row["Principals"]})
        run.show(Answer({"Principals": named}, rows="Principals", empty=empty))
        return
    columns = COLUMNS if resource is None else tuple(column for column in COLUMNS if column.title != "Resources")
    members = {"Action": action, "Resource": resource or "*", "Access": rows}
    run.show(Answer(members, columns=columns, rows="Access", empty=empty))


def _principals(row: Any) -> str:
    names = [f"{each['Type']} {_name(each)}" for each in row["Principals"]]
    return shortened(list(dict.fromkeys(names)))


def _name(principal: Any) -> str:
    name: str = principal["Principal"]
    if principal["Type"] in ("user", "role"):
        name = name.rpartition("/")[2]
    return f"{name} as {principal['AsRole'].rpartition('/')[2]}" if "AsRole" in principal else name


def _via(row: Any) -> str:
    return shortened([each.rpartition(":policy/")[2] for each in row.get("Via", ())], 4)


COLUMNS = (
    Column("Access", "Access"),
    Column("Principals", _principals),
    Column("Via", _via),
    Column("Resources", resources),
    Column("Condition", condition),
)
