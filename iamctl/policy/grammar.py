"""The grammar of a policy document: which elements, where, of which types.

The tree may be anything that JSON or TOML can hold; a problem never hides those elsewhere in the document.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.policy.actions import action_fault, trusted_action_fault
from iamctl.policy.conditions import condition_problems
from iamctl.policy.identity_provider_controls import control_problems
from iamctl.policy.kinds import RULES, PolicyKind, Rules
from iamctl.policy.principal_element import principal_problems
from iamctl.policy.problems import (
    DUPLICATE_SID,
    LEGACY_PARSING,
    NO_ACTIONS,
    NO_RESOURCES,
    SYNTAX,
    VERSION_REQUIRED,
    Fault,
    Path,
    Problem,
    described,
    near_miss,
)
from iamctl.policy.resources import resource_fault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

VERSIONS = ("2012-10-17", "2008-10-17")
DOCUMENT_ELEMENTS = frozenset(("Version", "Id", "Statement"))
STATEMENT_ELEMENTS = frozenset(
    ("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition")
)

INVALID_SID = (
    "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular expression [0-9A-Za-z]*"
)
PRINCIPAL_IN_IDENTITY_POLICY = "Policy document should not specify a principal."
TRUST_VERSION = "The policy must contain a valid version string"
TRUST_NO_STATEMENT = "Could not parse the policy: Statement is empty!"
TRUST_DUPLICATE_SID = "The Statement Ids in the policy are not unique"


def document_problems(tree: object, kind: PolicyKind) -> Iterator[Problem]:
    """Every problem of a document, in its order."""
    if not isinstance(tree, dict):
        yield Problem((), SYNTAX, f"a policy document must be an object, not {described(tree)}")
        return
    yield from _unknown_elements(tree, DOCUMENT_ELEMENTS, (), "a policy document")
    yield from _version_problems(tree, kind)
    if "Id" in tree and not isinstance(tree["Id"], str):
        yield Problem(("Id",), SYNTAX, f"Id must be a string, not {described(tree['Id'])}")
    if "Statement" not in tree:
        yield Problem((), SYNTAX, "a policy document needs a Statement")
        return
    statements = tree["Statement"]
    if statements == []:
        yield Problem(("Statement",), TRUST_NO_STATEMENT if kind is PolicyKind.TRUST else SYNTAX, "Statement is empty")
    elif isinstance(statements, list):
        for index, statement in enumerate(statements):
            yield from _statement_problems(statement, ("Statement", index), kind)
        yield from _duplicate_sids(statements, kind)
    else:
        yield from _statement_problems(statements, ("Statement",), kind)


def _unknown_elements(holder: dict[str, Any], known: frozenset[str], path: Path, what: str) -> Iterator[Problem]:
    if holder.keys() <= known:
        return
    for name in (name for name in holder if name not in known):
        yield Problem((*path, name), SYNTAX, f"{name} is not an element of {what}{near_miss(name, known)}")


def _version_problems(tree: dict[str, Any], kind: PolicyKind) -> Iterator[Problem]:
    version = tree.get("Version")
    invalid = TRUST_VERSION if kind is PolicyKind.TRUST else SYNTAX
    if "Version" in tree and not isinstance(version, str):
        yield Problem(("Version",), invalid, f"Version must be a string, not {described(version)}")
    elif "Version" in tree and version not in VERSIONS:
        yield Problem(("Version",), invalid, f'Version is "2012-10-17" (or the old "2008-10-17"), not "{version}"')
    elif RULES[kind].needs_version_2012 and version != VERSIONS[0]:
        path: Path = ("Version",) if version else ()
        yield Problem(path, VERSION_REQUIRED, f'a {kind.value} needs Version = "2012-10-17"')


def _duplicate_sids(statements: list[Any], kind: PolicyKind) -> Iterator[Problem]:
    seen: dict[str, int] = {}
    for index, statement in enumerate(statements):
        sid = statement.get("Sid") if isinstance(statement, dict) else None
        if not isinstance(sid, str) or not sid:
            continue
        if sid in seen:
            sentence = TRUST_DUPLICATE_SID if kind is PolicyKind.TRUST else DUPLICATE_SID
            detail = f'statement {seen[sid] + 1} already has the Sid "{sid}"'
            yield Problem(("Statement", index, "Sid"), sentence, detail)
        seen.setdefault(sid, index)


def _statement_problems(statement: object, path: Path, kind: PolicyKind) -> Iterator[Problem]:
    if not isinstance(statement, dict):
        yield Problem(path, SYNTAX, f"a statement must be an object, not {described(statement)}")
        return
    rules = RULES[kind]
    found: list[Problem] = []
    found += _unknown_elements(statement, STATEMENT_ELEMENTS, path, "a statement")
    found += _sid_problems(statement, path, rules)
    found += _effect_problems(statement, path, kind)
    found += _who_problems(statement, path, kind)
    found += _action_problems(statement, path, kind)
    found += _resource_problems(statement, path, kind)
    if "Condition" in statement:
        here = (*path, "Condition")
        found += condition_problems(statement["Condition"], here, check_literals=rules.checks_literals)
    if kind is PolicyKind.TRUST and not found:
        found += control_problems(statement, path)
    yield from found


def _sid_problems(statement: dict[str, Any], path: Path, rules: Rules) -> Iterator[Problem]:
    sid = statement.get("Sid", "")
    if not isinstance(sid, str):
        yield Problem((*path, "Sid"), SYNTAX, f"Sid must be a string, not {described(sid)}")
    elif rules.alphanumeric_sids and sid and not (sid.isascii() and sid.isalnum()):
        yield Problem((*path, "Sid"), INVALID_SID, f'the Sid "{sid}" may only have letters and digits')


def _effect_problems(statement: dict[str, Any], path: Path, kind: PolicyKind) -> Iterator[Problem]:
    effect = statement.get("Effect")
    trust = kind is PolicyKind.TRUST
    here = (*path, "Effect")
    if effect == "Allow" or effect == "Deny":
        return
    if "Effect" not in statement:
        yield Problem(path, "Missing required field Effect" if trust else SYNTAX, "the statement needs an Effect")
    elif not isinstance(effect, str):
        yield Problem(here, SYNTAX, f"Effect must be a string, not {described(effect)}")
    else:
        sentence = LEGACY_PARSING if effect.lower() in ("allow", "deny") else SYNTAX
        detail = f'Effect is "Allow" or "Deny", not "{effect}"'
        yield Problem(here, f"Invalid effect: {effect}" if trust else sentence, detail)


def _who_problems(statement: dict[str, Any], path: Path, kind: PolicyKind) -> Iterator[Problem]:
    named = [element for element in ("Principal", "NotPrincipal") if element in statement]
    trust = kind is PolicyKind.TRUST
    if RULES[kind].principal == "forbidden":
        for element in named:
            detail = f"{_a(kind.value)} has no {element}: it speaks of the identity that carries it"
            yield Problem((*path, element), PRINCIPAL_IN_IDENTITY_POLICY, detail)
        return
    if not named:
        yield Problem(path, "Missing required field Principal", "the statement needs a Principal")
    elif len(named) == 2 and not trust:
        yield Problem((*path, "NotPrincipal"), SYNTAX, "a statement has either Principal or NotPrincipal")
    for element in named:
        if trust and element == "NotPrincipal":
            allow = statement.get("Effect") == "Allow"
            sentence = (
                "Allow with NotPrincipal is not allowed."
                if allow
                else "AssumeRole policy must not contain NotPrincipal field."
            )
            yield Problem((*path, element), sentence, "a trust policy names whom it trusts, under Principal")
        else:
            yield from principal_problems(statement[element], (*path, element), trust=trust)


def _action_problems(statement: dict[str, Any], path: Path, kind: PolicyKind) -> Iterator[Problem]:
    trust = kind is PolicyKind.TRUST
    missing = "Missing required field Action" if trust else NO_ACTIONS
    fault_of = trusted_action_fault if trust else action_fault
    yield from _pair_problems(statement, path, ("Action", "NotAction"), missing, fault_of)


def _resource_problems(statement: dict[str, Any], path: Path, kind: PolicyKind) -> Iterator[Problem]:
    presence = RULES[kind].resource
    if presence != "forbidden":
        missing = NO_RESOURCES if presence == "required" else None
        yield from _pair_problems(statement, path, ("Resource", "NotResource"), missing, resource_fault)
        return
    detail = "a trust policy has no {}: it speaks of the role that carries it"
    if "Resource" in statement:
        yield Problem((*path, "Resource"), "Has prohibited field Resource", detail.format("Resource"))
    if "NotResource" in statement:
        sentence = "AssumeRole policy must not contain resources."
        yield Problem((*path, "NotResource"), sentence, detail.format("NotResource"))


def _pair_problems(
    statement: dict[str, Any],
    path: Path,
    pair: tuple[str, str],
    missing: str | None,
    fault_of: Callable[[str], Fault | None],
) -> Iterator[Problem]:
    """The problems of an element and its negation, of which a statement has one.

    Args:
        missing: the sentence when neither is there; None when neither has to be.
        fault_of: what is wrong with one of its strings.
    """
    named = [element for element in pair if element in statement]
    if not named and missing:
        yield Problem(path, missing, f"the statement needs {_a(pair[0])} or {_a(pair[1])}")
    if len(named) == 2:
        yield Problem((*path, pair[1]), SYNTAX, f"a statement has either {pair[0]} or {pair[1]}")
    for element in named:
        value = statement[element]
        here = (*path, element)
        if isinstance(value, str):
            if fault := fault_of(value):
                yield Problem(here, *fault)
        elif not isinstance(value, list):
            yield Problem(here, SYNTAX, f"{element} must be a string or a list of strings, not {described(value)}")
        elif not value and missing:
            yield Problem(here, missing, f"{element} is an empty list")
        for index, text in enumerate(value if isinstance(value, list) else ()):
            if not isinstance(text, str):
                yield Problem((*here, index), SYNTAX, f"{element} holds strings, not {described(text)}")
            elif fault := fault_of(text):
                yield Problem((*here, index), *fault)


def _a(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiouA" else f"a {noun}"
