from enum import StrEnum
from typing import Annotated, Any, cast

import typer

from iamctl.cli import questions
from iamctl.cli.escalation_view import COLUMNS, PATH_COLUMNS, path_rows, principal_rows
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import Run, run_of
from iamctl.errors import CheckFailed, UsageError

From = Annotated[
    str | None,
    typer.Option(
        "--from", metavar="PRINCIPAL", help="only this user or role: a name, ARN or unique id", show_default=False
    ),
]
To = Annotated[
    str | None,
    typer.Option(
        "--to",
        metavar="GOAL",
        help="only ways to this: admin, a user or role, or an action such as s3:GetObject",
        show_default=False,
    ),
]
Most = Annotated[int, typer.Option("--paths", metavar="N", min=0, help="paths for each principal at most; 0 is all")]


class Format(StrEnum):
    """Pictures of the paths."""

    MERMAID = "mermaid"
    DOT = "dot"
    HTML = "html"


Picture = Annotated[
    Format | None,
    typer.Option("--format", metavar="FORMAT", help="mermaid, dot, or html: a page by itself", show_default=False),
]
Check = Annotated[bool, typer.Option("--check", help="exit status 1 if there is any path")]


def escalation(
    ctx: typer.Context,
    start: From = None,
    to: To = None,
    paths: Most = 10,
    form: Picture = None,
    check: Check = False,
    revision: questions.RevisionNumber = None,
    on: questions.OnDate = None,
) -> None:
    """Find every way for a user or role to reach more than it has, the shortest first.

    Each step is a request that the engine allows, with the statement that permits it: after boundaries, denies and
    conditions. A path that hangs on what is not in the account (a running instance, MFA) is conditional and says on
    what. A path is told where its end may do what nobody on it could; administrators have nowhere to go.

    Example: iamctl audit escalation
    Example: iamctl audit escalation --from alice --to admin
    Example: iamctl audit escalation --to iam:CreateUser --output json
    Example: iamctl audit escalation --to admin --format html
    """
    from iamctl.service.escalation.escalations import escalations
    from iamctl.service.escalation.members import escalation_members
    from iamctl.service.questions.moments import account_asked

    run = run_of(ctx)
    if form is not None and run.output.query is not None:
        raise UsageError("--format draws a picture, and --query looks into members.", hint="leave one of them out")
    moment = questions.moment_of(on, revision)
    with account_asked(run.service(), "GetAccountAuthorizationDetails", revision=revision, on=moment) as account:
        found = escalations(account, principal=start, to=to, most=paths or None)
        members = [escalation_members(each) for each in found]
        account_id = account.account_id
    _show(run, members, form, account_id=account_id, is_one=start is not None)
    if check and (count := sum(each.escalates for each in found)):
        raise CheckFailed(f"{count} of {len(found)} principals can reach more than they have.")


def _show(run: Run, members: list[dict[str, Any]], form: Format | None, *, account_id: str, is_one: bool) -> None:
    if form is not None:
        from iamctl.cli.output.streams import write

        write(_picture(form)(members, f"Account {account_id}"))
        return
    who = members[0]["Principal"] if is_one else f"nobody of account {account_id}"
    empty = f"{who} {'cannot' if is_one else 'can'} reach more than it has"
    if run.output.query is None and run.output.format in ("table", "tsv", "name"):
        rows = path_rows(members) if is_one else principal_rows(members)
        run.show(
            Answer(
                {"Escalations": rows},
                columns=PATH_COLUMNS if is_one else COLUMNS,
                rows="Escalations",
                name="Principal",
                empty=f"{members[0]['Principal']} is an administrator" if is_one and members[0]["Admin"] else empty,
            )
        )
        return
    if run.output.format == "toml" and run.output.query is None:
        run.show(Answer({"Escalations": members}))
        return
    from iamctl.cli.output.show import show

    # The answer is the list itself, which a query looks into as well.
    show(Answer(cast(Any, members), name="Principal"), run.output._replace(query=run.output.query or "@"))


def _picture(form: Format) -> Any:
    if form is Format.MERMAID:
        from iamctl.cli.output.mermaid import render_mermaid

        return render_mermaid
    if form is Format.DOT:
        from iamctl.cli.output.dot import render_dot

        return render_dot
    from iamctl.cli.output.escalation_page import render_page

    return render_page
