"""A file of decision cases: what a person wrote, checked as a whole before anything is asked.

    [[case]]
    name = "an engineer reads builds from the office"
    principal = "alice"
    action = "s3:GetObject"                       # or several
    resource = "arn:aws:s3:::artifacts/build.zip" # or several; without it, *
    context = { "aws:SourceIp" = "10.0.0.7" }
    expect = "allowed"                            # or denied, implicitDeny, explicitDeny
    reason = "DeployArtifacts"                    # a policy or Sid that decides, or the type of policy that denies

Also `at`, `mfa`, `source_ip`, `region`, `resource_account` and `federated_by`, as the options of `iamctl can`; and
policies in the place of the account's: `identity` and `session` (lists of documents), `boundary` (a document, or
`"none"`), `resource_policy`, `scp` and `rcp` (lists of levels, each a list of documents), `without` (names).
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.engine.policy_set import NamedDocument
from iamctl.errors import IamctlError, InvalidInput, Place
from iamctl.policy.document import check_document
from iamctl.policy.kinds import PolicyKind
from iamctl.service.questions.asking import Circumstances, check_action, circumstances_from
from iamctl.service.questions.moments import moment_from
from iamctl.service.questions.stated_context import context_values
from iamctl.service.questions.supposed import Supposed
from iamctl.syntax.table_reader import Mistake, TableReader, raise_mistakes
from iamctl.syntax.toml_positions import nearest_place, positions
from iamctl.syntax.toml_read import parse_toml

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamctl.service.questions.supposed import Documents, Levels, Text

# A thousand bytes a case; what is larger is no file that a person keeps.
LARGEST = 4 * 1024 * 1024
EXPECTED = ("allowed", "denied", "implicitDeny", "explicitDeny")


class Case(NamedTuple):
    """One case: one expectation of one or more requests.

    Attributes:
        place: where in its file it stands.
        reason: a part of what decides, in any case of letters; None expects none.
    """

    name: str
    place: Place
    principal: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    circumstances: Circumstances
    supposed: Supposed
    expect: str
    reason: str | None = None
    federated_by: str | None = None


def read_cases(text: Text, check: Callable[[Case], IamctlError | None]) -> list[Case]:
    """The cases of a file.

    Args:
        check: what is wrong with a case's principal; None when nothing is.

    Raises:
        InvalidInput, Mistakes: the text is no TOML, or holds mistakes: all of them, with line and column.
    """
    if len(text.text) > LARGEST:
        raise InvalidInput(f"{text.source}: a file of cases has at most {LARGEST:,} characters.", hint="split it")
    table = parse_toml(text.text, text.source)
    mistakes: list[Mistake] = []
    reader = TableReader(table, mistakes, what="file of cases")
    found = positions(text.text)
    cases: list[Case] = []
    names: set[str] = set()
    for each in reader.readers("case", "case"):
        case = _case(each, nearest_place(found, text.source, each.path))
        each.finish()
        if case.name in names:
            each.mistake("name", f"Another case is called {case.name} too.")
        names.add(case.name)
        if case.principal and (error := check(case)) is not None:
            each.mistake("principal", error.message, error.hints[0] if error.hints else None)
        cases.append(case)
    reader.finish()
    if not cases and not mistakes:
        reader.mistake(None, "The file holds no [[case]].")
    raise_mistakes(mistakes, text.text, text.source)
    return cases


def _case(reader: TableReader, place: Place) -> Case:
    principal = reader.string("principal", required=True, default="") or ""
    actions = _several(reader, "action", required=True)
    for action in actions:
        _noting(reader, "action", check_action, action)
    resources = _several(reader, "resource") or ("*",)
    for resource in resources:
        if resource != "*" and resource.count(":") < 5:
            reader.mistake("resource", f"{resource} is not an ARN.", "a resource is an ARN, or * where there is none")
    expect = reader.string("expect", required=True, default="") or ""
    if expect not in ("", *EXPECTED):
        reader.mistake("expect", f"expect is {', '.join(EXPECTED[:-1])} or {EXPECTED[-1]}, not {expect}.")
    name = reader.string("name", default=f"{principal} {' '.join(actions)} {' '.join(resources)}")
    circumstances, supposed = _circumstances(reader), _supposed(reader)
    reason, federated_by = reader.string("reason"), reader.string("federated_by")
    return Case(
        name, place, principal, actions, resources, circumstances, supposed, expect, reason or None, federated_by
    )


def _circumstances(reader: TableReader) -> Circumstances:
    tree = reader.tree("context")
    context = _noting(reader, "context", context_values, tree, "context") if tree is not None else {}
    at = reader.string("at")
    moment = _noting(reader, "at", lambda text: moment_from(text, option="at"), at) if at is not None else None
    mfa = reader.boolean("mfa", default=False)
    region, owner = reader.string("region"), reader.string("resource_account")
    address = reader.string("source_ip")
    _noting(reader, "source_ip", lambda text: circumstances_from(context={}, source_ip=text), address)
    _noting(reader, "resource_account", lambda text: circumstances_from(context={}, resource_account=text), owner)
    return Circumstances(context or {}, moment, region, address, mfa, owner)


def _supposed(reader: TableReader) -> Supposed:
    boundary: Documents | None = None
    if reader.table.get("boundary") == "none":
        reader.string("boundary")
        boundary = ()
    elif "boundary" in reader.table:
        boundary = _documents(reader, "boundary", PolicyKind.BOUNDARY)
    return Supposed(
        identity=_documents(reader, "identity", PolicyKind.IDENTITY),
        without=_several(reader, "without"),
        boundary=boundary,
        session=_documents(reader, "session", PolicyKind.SESSION),
        resource=_documents(reader, "resource_policy", PolicyKind.RESOURCE),
        service_control=_levels(reader, "scp", PolicyKind.SCP),
        resource_control=_levels(reader, "rcp", PolicyKind.RCP),
    )


def _documents(reader: TableReader, key: str, kind: PolicyKind) -> Documents | None:
    """The document, or the list of them, under the key; None when it is absent."""
    tree = reader.tree(key)
    if tree is None:
        return None
    listed = [((key, at), each) for at, each in enumerate(tree)] if isinstance(tree, list) else [((key,), tree)]
    return tuple(_document(reader, path, each, kind) for path, each in listed)


def _levels(reader: TableReader, key: str, kind: PolicyKind) -> Levels:
    tree = reader.tree(key)
    if tree is None:
        return ()
    if not isinstance(tree, list) or not all(isinstance(level, list) for level in tree):
        reader.mistake(key, f"{key} must be a list of levels, each a list of documents.")
        return ()
    return tuple(
        tuple(_document(reader, (key, number, at), each, kind) for at, each in enumerate(level))
        for number, level in enumerate(tree)
    )


def _document(reader: TableReader, path: tuple[str | int, ...], tree: Any, kind: PolicyKind) -> NamedDocument:
    from iamctl.model.document import Document

    problems = check_document(tree, kind)
    for problem in problems:
        reader.mistake_at((*path, *problem.path), problem.sentence, problem.detail)
    name = ".".join(str(step) for step in (*reader.path, *path))
    return NamedDocument(name, Document("{}") if problems else Document.of(tree))


def _several(reader: TableReader, key: str, *, required: bool = False) -> tuple[str, ...]:
    """A text, or a list of them."""
    if isinstance(reader.table.get(key), list):
        found = reader.strings(key)
        if not found and required:
            reader.mistake(key, f"{key} is an empty list.")
        return found
    one = reader.string(key, required=required)
    return () if one is None else (one,)


def _noting(reader: TableReader, key: str, function: Callable[..., Any], *arguments: Any) -> Any:
    """What the function gives; its error is a mistake at the key."""
    try:
        return function(*arguments)
    except IamctlError as error:
        reader.mistake(key, error.message, error.hints[0] if error.hints else None)
        return None
