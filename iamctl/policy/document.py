"""A policy document from text or from a parsed tree, checked for its kind.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any

from iamctl.errors import IamctlError, MalformedPolicyDocument, Place, ValidationError
from iamctl.model.document import Document
from iamctl.policy.grammar import document_problems
from iamctl.policy.kinds import PolicyKind
from iamctl.policy.language import is_json
from iamctl.policy.problems import INVALID_JSON, SYNTAX, Path, Problem, in_order
from iamctl.policy.size import MAXIMUM_TEXT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

SHOWN = 5
"""How many problems an error tells; the others are counted."""


def parse_document(text: str, source: str, kind: PolicyKind) -> Document:
    """The document that a text in JSON or TOML stands for.

    Args:
        source: what a person calls the text: a file's name, `-`, or an option's.

    Raises:
        MalformedPolicyDocument: the text does not parse or breaks the grammar of its kind; placed at the first
            problem that AWS would name, with a hint for each.
        ValidationError: the text is empty, longer than 131,072 characters, or JSON with characters past U+00FF
            that are not written as `\\u` escapes.
    """
    json = is_json(text, source)
    _check_text(text, source, kind, json=json)
    try:
        tree: Any = _parsed(text, source, json=json)
    except IamctlError as cause:
        sentence = INVALID_JSON if kind is PolicyKind.TRUST else SYNTAX
        raise MalformedPolicyDocument(sentence, hint=(_as_hint(cause), *cause.hints), place=cause.place) from cause
    if problems := check_document(tree, kind):
        raise malformed(problems, _places(text, source, json=json))
    return Document.of(tree)


def check_document(tree: object, kind: PolicyKind) -> list[Problem]:
    """Every problem of a document's tree; the one that AWS would name comes first."""
    problems = list(document_problems(tree, kind))
    return in_order(problems) if len(problems) > 1 else problems


def document_of(tree: Any, kind: PolicyKind) -> Document:
    """The document that a parsed tree stands for.

    Raises:
        MalformedPolicyDocument: the tree breaks the grammar of its kind; without a place.
    """
    if problems := check_document(tree, kind):
        raise malformed(problems)
    return Document.of(tree)


def malformed(
    problems: Sequence[Problem], place_of: Callable[[Path], Place | None] | None = None
) -> MalformedPolicyDocument:
    """The error that tells the problems: AWS's sentence for the first, a hint for each, five at most.

    Args:
        problems: at least one.
        place_of: where in a text a path of the document stands; without it the hints name the path.
    """
    first = problems[0]
    first_place = place_of(first.path) if place_of else None
    hints = []
    for problem in problems[:SHOWN]:
        place = place_of(problem.path) if place_of else None
        where = problem.pointer if place is None else "" if problem is first else f"{place.line}:{place.column}"
        hints.append(f"{where}: {problem.detail}" if where else problem.detail)
    if len(problems) > SHOWN:
        hints.append(f"and {len(problems) - SHOWN} more")
    return MalformedPolicyDocument(first.sentence, hint=hints, place=first_place)


def _parsed(text: str, source: str, *, json: bool) -> object:
    if json:
        from iamctl.syntax.json_read import parse_json

        return parse_json(text, source, error=MalformedPolicyDocument)
    from iamctl.syntax.toml_read import parse_toml

    return parse_toml(text, source, error=MalformedPolicyDocument)


def _places(text: str, source: str, *, json: bool) -> Callable[[Path], Place]:
    """Where each path stands; a path without a place of its own stands where the nearest one above it does."""
    if json:
        from iamctl.syntax.json_read import json_positions as positions
    else:
        from iamctl.syntax.toml_positions import positions
    known: Mapping[Path, tuple[int, int]] = positions(text)

    def place_of(path: Path) -> Place:
        while path and path not in known:
            path = path[:-1]
        return Place(source, *known.get(path, (1, 1)))

    return place_of


def _check_text(text: str, source: str, kind: PolicyKind, *, json: bool) -> None:
    """The API's own limits on the parameter, before anything is parsed."""
    if not text.strip("\ufeff \t\r\n"):
        raise _refused(kind, "Member must have length greater than or equal to 1", f"{source} is empty")
    if len(text) > MAXIMUM_TEXT:
        constraint = f"Member must have length less than or equal to {MAXIMUM_TEXT}"
        raise _refused(kind, constraint, f"{source} has {len(text)} characters, white space included")
    body = text.removeprefix("\ufeff")
    if json and not body.isascii():
        wrong = next((index for index, character in enumerate(body) if ord(character) > 0xFF), None)
        if wrong is not None:
            constraint = "Member must satisfy regular expression pattern: [\\u0009\\u000A\\u000D\\u0020-\\u00FF]+"
            line, column = body.count("\n", 0, wrong) + 1, wrong - body.rfind("\n", 0, wrong)
            hint = f"write {body[wrong]} as {dumps(body[wrong])[1:-1]}"
            raise _refused(kind, constraint, hint, Place(source, line, column))


def _refused(kind: PolicyKind, constraint: str, hint: str, place: Place | None = None) -> ValidationError:
    parameter = "assumeRolePolicyDocument" if kind is PolicyKind.TRUST else "policyDocument"
    sentence = f"1 validation error detected: Value at '{parameter}' failed to satisfy constraint: {constraint}"
    return ValidationError(sentence, hint=hint, place=place)


def _as_hint(error: IamctlError) -> str:
    """An error's sentence as a hint: lower case, no full stop."""
    first, space, rest = error.message.removesuffix(".").partition(" ")
    return (first.lower() if first == first.capitalize() else first) + space + rest
