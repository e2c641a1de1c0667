from typing import TYPE_CHECKING, Annotated, Any

import typer

from iamctl.cli.commands.broker.serve import BrokerFile
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import Run, run_of
from iamctl.errors import CheckFailed, IamctlError, UsageError

if TYPE_CHECKING:
    from iamctl.endpoint.broker.in_force import InForce
    from iamctl.service.brokering.person import Person
    from iamctl.service.brokering.rules import Grant
    from iamctl.service.service import Reading

AsUser = Annotated[str, typer.Option("--as-user", metavar="NAME", help="the person, as they sign in")]
Attributes = Annotated[
    list[str] | None,
    typer.Option(
        "--attribute",
        metavar="KEY=VALUE",
        help="what is known of them, in the place of what a directory says; may be given again",
        show_default=False,
    ),
]
Role = Annotated[
    str | None, typer.Option("--role", metavar="ROLE", help="the role that they would ask for", show_default=False)
]

COLUMNS = (
    Column("RULE", "Rule"),
    Column("ROLE", "RoleName"),
    Column("FITS", "Fits"),
    Column("SESSION", "RoleSessionName"),
    Column("TAGS", "TagTexts"),
    Column("WHY NOT", "WhyNot"),
)


def test(
    ctx: typer.Context,
    file: BrokerFile,
    as_user: AsUser,
    attribute: Attributes = None,
    role: Role = None,
) -> None:
    """Show which rule of a broker's file fits a person, and what they would get; nothing is issued.

    What is known of the person the file's directories say, if they have an account that searches; else `--attribute`
    says it. The rules are shown in their order, with the part that does not fit; and for each that gives a role,
    whether the account would let the broker (`--as`) take it on. The exit status is 1 where there would be no session.

    Example: iamctl broker test broker/broker.toml --as Broker --as-user kim --attribute memberOf=engineers
    Example: iamctl broker test broker/broker.toml --as Broker --as-user lee --attribute memberOf=auditors --role Audit
    """
    run = run_of(ctx)
    from iamctl.endpoint.broker.in_force import InForce
    from iamctl.service.brokering.issuing import check_can_broker

    service = run.service()
    in_force = InForce(file, now=_now, tell=lambda _: None)
    try:
        with service.lookups() as reading:
            check_can_broker(reading.account)
            person = _person(in_force, as_user, attribute)
            rows, why_none = _rows(reading, in_force, person, role)
    finally:
        in_force.close()
    _show(run, person, rows, why_none)


def _person(in_force: "InForce", name: str, attribute: list[str] | None) -> "Person":
    from iamctl.service.brokering.person import Person

    setup = in_force.now()
    if attribute is None:
        for authenticator in setup.authenticators:
            if (found := authenticator.look_up(name)) is not None:
                return found
        raise UsageError(
            f"No authenticator of the file tells of {name} without a password or token.",
            hint="say what is known: `--attribute memberOf=engineers`",
        )
    attributes: dict[str, tuple[str, ...]] = {}
    for each in attribute:
        key, equals, value = each.partition("=")
        if not equals or not key:
            raise UsageError(f"{each!r} is no attribute.", hint="an attribute is typed KEY=VALUE")
        attributes[key] = (*attributes.get(key, ()), value)
    return Person(name=name, through="--attribute", attributes={"uid": (name,)} | attributes)


def _rows(
    reading: "Reading", in_force: "InForce", person: "Person", role: str | None
) -> tuple[list[dict[str, Any]], str | None]:
    """Each rule with what became of it, and why there would be no session; None where there would be."""
    from iamctl.service.brokering.rules import chosen, filled, grants_of, verdicts

    rules = in_force.now().configuration.rules
    rows: list[dict[str, Any]] = []
    for verdict in verdicts(rules, person):
        row: dict[str, Any] = {
            "Rule": verdict.rule.name,
            "RoleName": verdict.rule.role,
            "Fits": verdict.why_not is None,
        }
        if verdict.why_not is None:
            try:
                row |= _grant_members(filled(verdict.rule, person))
            except IamctlError as error:
                row["WhyNot"] = error.message
        else:
            row["WhyNot"] = verdict.why_not
        rows.append(row)
    try:
        grant = chosen(grants_of(rules, person), person, role)
        from iamctl.service.brokering.issuing import check_for

        check_for(reading, person, grant)
    except IamctlError as error:
        return rows, f"{error.code}: {error.message}"
    for row in rows:
        row["Chosen"] = row["Rule"] == grant.rule
    return rows, None


def _grant_members(grant: "Grant") -> dict[str, Any]:
    members: dict[str, Any] = {
        "RoleName": grant.role_name,
        "RoleSessionName": grant.session_name,
        "Tags": [{"Key": tag.key, "Value": tag.value} for tag in grant.tags],
        "TagTexts": " ".join(f"{tag.key}={tag.value}" for tag in grant.tags),
        "TransitiveTagKeys": list(grant.transitive),
        "DurationSeconds": grant.duration_seconds,
        "Policy": grant.policy,
        "PolicyArns": list(grant.policy_arns),
    }
    return {name: value for name, value in members.items() if value not in (None, [], "")}


def _show(run: Run, person: "Person", rows: list[dict[str, Any]], why_none: str | None) -> None:
    answer = Answer(
        {
            "Person": person.name,
            "Through": person.through,
            "Attributes": {name: list(values) for name, values in person.attributes.items()},
            "Rules": rows,
            **({"Refused": why_none} if why_none is not None else {}),
        },
        columns=COLUMNS,
        rows="Rules",
        name="Rule",
        empty="no rules",
    )
    run.show(answer)
    if why_none is not None:
        run.warn(f"{person.name} would get no session: {why_none.rstrip('.')}")
        raise CheckFailed("There would be no session.")
    given = next(row for row in rows if row.get("Chosen"))
    run.note(f"{person.name} would get {given['RoleName']}, by the rule {given['Rule']}")


def _now() -> Any:
    from iamctl import bootstrap

    return bootstrap.now()
