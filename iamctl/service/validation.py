"""Validating policies: texts that a person has, and every document of the account.

Findings are told with the place where a person mends them. The positions in the members of ValidatePolicy count as
AWS's do: lines from 1, columns and offsets from 0, in characters of the text, or of the document as the API
would give it.

Sources: https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_ValidatePolicy.html
         https://docs.aws.amazon.com/access-analyzer/latest/APIReference/API_Location.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.errors import InvalidInput, MalformedPolicyDocument, Place
from iamctl.model.role import Role
from iamctl.policy.kinds import PolicyKind
from iamctl.policy.language import is_json
from iamctl.policy.source_document import SourceDocument, Span, read_source
from iamctl.service.reference import service_reference

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from iamctl.analysis.validation.issues import Finding, Location
    from iamctl.model.document import Document
    from iamctl.policy.problems import Path
    from iamctl.service.account import Account
    from iamctl.service.members import Members
    from iamctl.store.protocol import Shelf

KINDS = {
    "identity": PolicyKind.IDENTITY,
    "managed": PolicyKind.MANAGED,
    "trust": PolicyKind.TRUST,
    "resource": PolicyKind.RESOURCE,
    "boundary": PolicyKind.BOUNDARY,
    "session": PolicyKind.SESSION,
    "scp": PolicyKind.SCP,
    "rcp": PolicyKind.RCP,
}
"""What a person calls each kind of policy."""


class PlacedFinding(NamedTuple):
    """A finding and where it stands.

    Attributes:
        finding_type: `ERROR`, `SECURITY_WARNING`, `WARNING` or `SUGGESTION`.
        spans: one for each location, in the text of the document.
        place: where a person mends it.
    """

    code: str
    finding_type: str
    details: str
    mend: str
    learn_more_link: str
    place: Place
    locations: tuple[Location, ...]
    spans: tuple[Span, ...]

    @property
    def rank(self) -> int:
        """0 is an error."""
        return _rank(self.finding_type)


def validate_text(text: str, source: str, kind: str) -> list[PlacedFinding]:
    """Every finding of a text in JSON or TOML, in its order; a text that does not parse is one finding.

    Args:
        source: what a person calls the text.
        kind: a row of `KINDS`.
    """
    try:
        document = read_source(text, source)
    except MalformedPolicyDocument as error:
        return [_unparsed(text, source, error)]
    found = _findings(document, KINDS[kind])

    def place_of(location: Location) -> Place:
        start = document.span_of(location.path, key=location.key).start
        return Place(source, start.line, start.column)

    return _placed(found, document, place_of)


def validate_account(account: Account) -> tuple[list[PlacedFinding], int]:
    """Every finding of every document of the account, file by file, and how many documents there are.

    Looked at are managed policies in all their versions, inline, trust and resource policies, but not the policies
    that AWS publishes.

    Raises:
        BrokenFile: a file cannot be read.
    """
    found: list[PlacedFinding] = []
    count = 0
    for shelf, name, keys, kind, document in _documents(account):
        source = SourceDocument(document.text, name, "json", document.tree)
        found += _placed(_findings(source, kind), source, _placing(shelf, name, keys))
        count += 1
    return found, count


def worst_rank(findings: Iterable[PlacedFinding]) -> int:
    """The rank of the gravest finding; 4 when there is none."""
    return min((finding.rank for finding in findings), default=4)


def rank_of(word: str) -> int:
    """The rank of a class as a person writes it: `security-warning`.

    Raises:
        InvalidInput: it is none.
    """
    from iamctl.analysis.validation.issues import FindingType

    name = word.upper().replace("-", "_")
    if name not in FindingType.__members__:
        known = ", ".join(each.lower().replace("_", "-") for each in FindingType.__members__)
        raise InvalidInput(f"{word} is no class of findings.", hint=f"say one of {known}")
    return FindingType[name].rank


def finding_members(finding: PlacedFinding) -> Members:
    """The members of ValidatePolicyFinding, and where and how to mend it."""
    return {
        "findingDetails": finding.details,
        "findingType": finding.finding_type,
        "issueCode": finding.code,
        "learnMoreLink": finding.learn_more_link,
        "locations": [
            {"path": _path_members(location), "span": _span_members(span)}
            for location, span in zip(finding.locations, finding.spans, strict=True)
        ],
        "place": str(finding.place),
        "mend": finding.mend,
    }


def _rank(finding_type: str) -> int:
    from iamctl.analysis.validation.issues import FindingType

    return FindingType[finding_type].rank


def _findings(document: SourceDocument, kind: PolicyKind) -> list[Finding]:
    from iamctl.analysis.validation.validate import validate

    return validate(document.tree, kind, service_reference())


def _placed(
    findings: Iterable[Finding], document: SourceDocument, place_of: Callable[[Location], Place]
) -> list[PlacedFinding]:
    from iamctl.analysis.validation.issues import learn_more_link

    placed = [
        PlacedFinding(
            code=finding.code,
            finding_type=finding.finding_type.value,
            details=finding.details,
            mend=finding.mend,
            learn_more_link=learn_more_link(finding.code),
            place=place_of(finding.locations[0]),
            locations=finding.locations,
            spans=tuple(document.span_of(each.path, key=each.key) for each in finding.locations),
        )
        for finding in findings
    ]
    return sorted(placed, key=lambda each: (each.place.line, each.place.column, each.rank))


def _unparsed(text: str, source: str, error: MalformedPolicyDocument) -> PlacedFinding:
    """What keeps the text from being read at all."""
    from iamctl.analysis.validation.issues import Location, learn_more_link
    from iamctl.syntax.extents import Position

    place = error.place or Place(source, 1, 1)
    lines = text.splitlines(keepends=True)[: place.line - 1]
    at = Position(place.line, place.column, min(len(text), sum(map(len, lines)) + place.column - 1))
    code = "JSON_SYNTAX_ERROR" if is_json(text, source) else "TOML_SYNTAX_ERROR"
    return PlacedFinding(
        code,
        "ERROR",
        error.message,
        "; ".join(error.hints),
        learn_more_link(code),
        place,
        (Location(()),),
        (Span(at, at),),
    )


def _placing(shelf: Shelf[Any], name: str, keys: Path) -> Callable[[Location], Place]:
    """Where a path of a document of the account stands in its file."""

    def place_of(location: Location) -> Place:
        told = shelf.place(name, *keys, *location.path)
        parts = told.rsplit(":", 2)
        if len(parts) == 3 and parts[1].isdecimal() and parts[2].isdecimal():
            return Place(parts[0], int(parts[1]), int(parts[2]))
        return Place(told, 1, 1)  # a store that knows no lines

    return place_of


def _documents(account: Account) -> Iterator[tuple[Shelf[Any], str, Path, PolicyKind, Document]]:
    shelves = account.shelves
    for policy in account.policies.all():
        for index, version in enumerate(policy.versions):
            keys: Path = ("versions", index, "document")
            yield shelves.policies, policy.name, keys, PolicyKind.MANAGED, version.document
    for shelf in (shelves.users, shelves.groups, shelves.roles):
        for owner in shelf.all():
            for index, inline in enumerate(owner.inline_policies):
                keys = ("inline_policies", index, "document")
                yield shelf, owner.name, keys, PolicyKind.IDENTITY, inline.document
            if isinstance(owner, Role):
                yield shelf, owner.name, ("trust_policy",), PolicyKind.TRUST, owner.trust_policy
    for resource in account.resource_policies.all():
        yield shelves.resource_policies, resource.name, ("document",), PolicyKind.RESOURCE, resource.document


def _path_members(location: Location) -> list[Members]:
    steps: list[Members] = [{"index": step} if isinstance(step, int) else {"value": step} for step in location.path]
    if location.key and steps and "value" in steps[-1]:
        steps[-1] = {"key": steps[-1]["value"]}
    return steps


def _span_members(span: Span) -> Members:
    return {
        name: {"line": at.line, "column": at.column - 1, "offset": at.offset}
        for name, at in (("start", span.start), ("end", span.end))
    }
