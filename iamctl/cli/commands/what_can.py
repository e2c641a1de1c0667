from typing import Annotated, Any

import typer

from iamctl.cli import questions
from iamctl.cli.access_view import condition, resources, shortened
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of

Services = Annotated[
    list[str] | None, typer.Option("--service", metavar="PREFIX", help="only this service; may be given again")
]
Resource = Annotated[
    str | None, typer.Option("--resource", metavar="ARN", help="only this resource; without it, all of the account's")
]
Levels = Annotated[
    list[str] | None,
    typer.Option(
        "--level",
        metavar="LEVEL",
        help="only actions of this access level: list, read, write, permissions-management or tagging; "
        "may be given again",
    ),
]


def what_can(
    ctx: typer.Context,
    principal: questions.Principal,
    service: Services = None,
    resource: Resource = None,
    level: Levels = None,
    context: questions.Context = None,
    context_file: questions.ContextFile = None,
    source_ip: questions.SourceIp = None,
    mfa: questions.Mfa = False,
    at: questions.At = None,
    region: questions.Region = None,
    resource_account: questions.ResourceAccount = None,
    federated_by: questions.FederatedBy = None,
    policy: questions.Policy = None,
    without: questions.Without = None,
    boundary: questions.Boundary = None,
    session_policy: questions.SessionPolicy = None,
    resource_policy: questions.ResourcePolicy = None,
    scp: questions.Scp = None,
    rcp: questions.Rcp = None,
    revision: questions.RevisionNumber = None,
    on: questions.OnDate = None,
) -> None:
    """Tell all that a principal may do: which actions on which resources, under which conditions.

    Every action that AWS lists is looked at, after boundary, session policies and denies. What a request may carry
    and was not said here stands as a condition. Lines that say the same of several services are drawn together.

    Example: iamctl what-can bob --service s3
    Example: iamctl what-can Deploy --resource arn:aws:s3:::artifacts/build.zip --level write
    Example: iamctl what-can alice --service iam --service sts --output json
    """
    from iamctl.service.access.members import access_members
    from iamctl.service.questions.moments import account_asked
    from iamctl.service.what_can import what_can as ask

    run = run_of(ctx)
    moment = questions.moment_of(on, revision)
    known = questions.Stated(context, context_file, source_ip, mfa, at, region, resource_account).circumstances(moment)
    supposing = questions.Supposing(policy, without, boundary, session_policy, resource_policy, scp, rcp).supposed()
    with account_asked(
        run.service(), "SimulatePrincipalPolicy", policy_source_arn=principal, revision=revision, on=moment
    ) as account:
        found = ask(
            account,
            principal,
            services=service or (),
            resource=resource,
            levels=level or (),
            circumstances=known,
            supposed=supposing,
            federated_by=federated_by,
        )
    rows = [access_members(each) for each in found]
    if run.output.format == "name":
        named = dict.fromkeys(f"{row['Service']}:{name}" for row in rows for name in row["Actions"])
        run.show(Answer({"Actions": list(named)}, rows="Actions", empty=f"{principal} may do nothing of this"))
        return
    is_table = run.output.format in ("table", "tsv")
    members = {"Principal": principal, "Access": drawn_together(rows) if is_table else rows}
    run.show(Answer(members, columns=COLUMNS, rows="Access", empty=f"{principal} may do nothing of this"))


def drawn_together(rows: list[Any]) -> list[Any]:
    """Rows that say the same of all actions of a level in several services, as one."""
    found: dict[str, Any] = {}
    for row in rows:
        rest = {name: value for name, value in row.items() if name not in ("Service", "Actions")}
        key = repr(rest) if row["AllActions"] else repr(row)
        if key in found:
            found[key]["Services"].append(row["Service"])
            found[key]["Count"] += len(row["Actions"])
        else:
            found[key] = {**row, "Services": [row["Service"]], "Count": len(row["Actions"])}
    return list(found.values())


def _services(row: Any) -> str:
    return shortened(row["Services"], 3)


def _actions(row: Any) -> str:
    return f"all {row['Count']:,}" if row["AllActions"] else shortened(row["Actions"])


def _via(row: Any) -> str:
    return shortened([each.rpartition(":policy/")[2] for each in row.get("Via", ())], 3)


COLUMNS = (
    Column("Service", _services),
    Column("AccessLevel", "AccessLevel"),
    Column("Access", "Access"),
    Column("Actions", _actions),
    Column("Resources", resources),
    Column("Condition", condition),
    Column("Via", _via),
)
