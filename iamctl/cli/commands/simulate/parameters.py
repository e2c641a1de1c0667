"""The API's parameters as options, and how they are typed."""

import re
from typing import TYPE_CHECKING, Annotated, Any, TypeAlias

import typer

from iamctl.cli.input import LARGEST_DOCUMENT, read_argument, read_file
from iamctl.cli.output.answer import Answer, Column
from iamctl.errors import UsageError

if TYPE_CHECKING:
    from iamctl.service.simulation.context_entries import ContextEntry
    from iamctl.service.simulation.exclusions import PolicyExclusion

Actions: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--action-names", metavar="ACTION", help="an action, service:Name; may be given again"),
]
Resources: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--resource-arns", metavar="ARN", help="a resource; may be given again; without any, *"),
]
PolicyInput: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--policy-input-list", metavar="FILE", help="a policy: a file, - or the text; may be given again"),
]
BoundaryInput: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--permissions-boundary-policy-input-list", metavar="FILE", help="the permissions boundary; one"),
]
ResourcePolicy: TypeAlias = Annotated[
    str | None, typer.Option("--resource-policy", metavar="FILE", help="the policy of every resource")
]
TrustPolicy: TypeAlias = Annotated[
    str | None,
    typer.Option("--trust-policy", metavar="FILE", help="of the role that is assumed; AWS's simulator takes none"),
]
Scp: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--scp",
        "--ordered-organization-policy-input-list",
        metavar="FILE",
        help="service control policies of one level, the root's first: one, or a JSON list; may be given again",
    ),
]
ResourceOwner: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--resource-owner", metavar="ARN", help="the root of the account that resources without one belong to"
    ),
]
CallerArn: TypeAlias = Annotated[
    str | None, typer.Option("--caller-arn", metavar="ARN", help="the user, group or role that calls")
]
ContextEntries: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--context-entries",
        metavar="ENTRY",
        help="ContextKeyName=…,ContextKeyValues=…,ContextKeyType=… or JSON; may be given again",
    ),
]
Handling: TypeAlias = Annotated[
    str | None,
    typer.Option("--resource-handling-option", metavar="SCENARIO", help="EC2-VPC-EBS and the like: what must be there"),
]
Exclusions: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--policy-exclusion-list",
        metavar="WHICH",
        help="a policy to leave out: PolicyArn=…, PolicyType=… or JSON; may be given again",
    ),
]

_MEMBER = re.compile(r",(?=(?:ContextKeyName|ContextKeyValues|ContextKeyType)=)")
COLUMNS = (
    Column("EvalDecision", "EvalDecision"),
    Column("EvalActionName", "EvalActionName"),
    Column("EvalResourceName", "EvalResourceName"),
    Column("MatchedStatements", lambda row: [_matched(each) for each in row["MatchedStatements"]]),
    Column("MissingContextValues", "MissingContextValues"),
)


def texts_of(arguments: list[str] | None, option: str) -> list[str]:
    """The policies that the arguments name or are, in JSON."""
    return [text for argument in arguments or () if (text := text_of(argument, option)) is not None]


def text_of(argument: str | None, option: str, owner: str = "identity") -> str | None:
    """The policy that the argument names or is, in JSON."""
    if argument is None:
        return None
    from iamctl.service.simulation.given import json_text

    return json_text(*read_argument(argument, option=option, largest=LARGEST_DOCUMENT), owner)


def levels_of(arguments: list[str] | None) -> list[tuple[str, ...]]:
    """The levels of an organization."""
    from iamctl.service.simulation.given import level_texts

    return [
        level_texts(argument, "--scp")
        if argument.lstrip().startswith(("{", "["))
        else level_texts(*read_file(argument, largest=LARGEST_DOCUMENT))
        for argument in arguments or ()
    ]


def entries_of(arguments: list[str] | None) -> "list[ContextEntry]":
    """Context entries as the AWS CLI writes them: `ContextKeyName=…,ContextKeyValues=a,b,ContextKeyType=string`.

    Raises:
        UsageError: a member is missing or unknown.
    """
    return [entry for argument in arguments or () for entry in _entries(argument)]


def _entries(argument: str) -> "list[ContextEntry]":
    if argument.lstrip().startswith(("{", "[")):
        value = _json(argument, "--context-entries")
        return [_entry(each, argument) for each in (value if isinstance(value, list) else [value])]
    pairs = (part.partition("=") for part in _MEMBER.split(argument))
    members: dict[str, Any] = {name: value for name, _, value in pairs}
    if isinstance(values := members.get("ContextKeyValues"), str):
        members["ContextKeyValues"] = values.removeprefix("[").removesuffix("]").split(",")
    return [_entry(members, argument)]


def _entry(members: Any, argument: str) -> "ContextEntry":
    from iamctl.service.simulation.context_entries import ContextEntry

    hint = "it is typed ContextKeyName=aws:SourceIp,ContextKeyValues=10.1.2.3,ContextKeyType=ip, or as JSON"
    if not isinstance(members, dict) or "ContextKeyName" not in members or "ContextKeyValues" not in members:
        raise UsageError(f"--context-entries {argument} has no ContextKeyName or no ContextKeyValues.", hint=hint)
    unknown = members.keys() - {"ContextKeyName", "ContextKeyValues", "ContextKeyType"}
    values = members["ContextKeyValues"]
    is_read = isinstance(values, list) and all(isinstance(each, str) for each in [members["ContextKeyName"], *values])
    if unknown or not is_read:
        said = f"{min(unknown)} is no member of it" if unknown else "names and values are texts"
        raise UsageError(f"--context-entries {argument} cannot be read: {said}.", hint=hint)
    return ContextEntry(members["ContextKeyName"], tuple(values), str(members.get("ContextKeyType", "string")))


def exclusions_of(arguments: list[str] | None) -> "list[PolicyExclusion]":
    """What to leave out: `PolicyArn=…`, `PolicyType=…`, or JSON with one member.

    Raises:
        UsageError: it is none of them.
    """
    return [_exclusion(argument) for argument in arguments or ()]


def _exclusion(argument: str) -> "PolicyExclusion":
    from iamctl.service.simulation.exclusions import InlinePolicyIdentifier, PolicyExclusion

    if argument.lstrip().startswith("{"):
        members = _json(argument, "--policy-exclusion-list")
    else:
        name, _, value = argument.partition("=")
        members = {name: value}
    hint = "it is typed PolicyArn=…, PolicyType=inline, or as JSON with an InlinePolicyIdentifier"
    inline = members.pop("InlinePolicyIdentifier", None)
    identifier = None
    if isinstance(inline, dict) and inline.keys() == {"PolicyName", "AttachmentType", "AttachmentName"}:
        identifier = InlinePolicyIdentifier(
            str(inline["PolicyName"]), str(inline["AttachmentType"]), str(inline["AttachmentName"])
        )
    is_read = members.keys() <= {"PolicyArn", "PolicyType"} and all(isinstance(each, str) for each in members.values())
    if not is_read or (inline is not None and identifier is None):
        raise UsageError(f"--policy-exclusion-list {argument} cannot be read.", hint=hint)
    return PolicyExclusion(members.get("PolicyType"), members.get("PolicyArn"), identifier)


def required(actions: list[str] | None) -> list[str]:
    """The actions, one at least.

    Raises:
        UsageError: there is none.
    """
    if not actions:
        raise UsageError("There is no action.", hint="name them: `--action-names s3:GetObject`")
    return actions


def answer_of(members: dict[str, Any]) -> Answer:
    return Answer(members, columns=COLUMNS, rows="EvaluationResults", name="EvalDecision")


def _matched(statement: dict[str, Any]) -> str:
    start = statement.get("StartPosition")
    return f"{statement['SourcePolicyId']}:{start['Line']}:{start['Column']}" if start else statement["SourcePolicyId"]


def _json(text: str, option: str) -> Any:
    from iamctl.syntax.json_read import parse_json

    return parse_json(text, option)
