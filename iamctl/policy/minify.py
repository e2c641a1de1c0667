"""The smallest document that says the same: only what is certain to change no decision is taken away.

Rules kept here:
  * white space goes, a list of one becomes its element, what stands twice in a list stands once;
  * an action, or a resource, that another of the same list covers goes;
  * empty Sids, empty conditions and operators without keys go; Sids with a text stay: explanations name them;
  * statements without a Sid that differ in their actions alone, or in their resources alone, become one. Negated
    lists are not merged: `NotAction` of two statements allows what either leaves out;
  * elements stand in the order of the grammar.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from typing import Any

from iamctl.policy.coverage import covered
from iamctl.policy.layout import arranged, compact

_LISTS = {"Action": True, "NotAction": True, "Resource": False, "NotResource": False}
"""Lists of patterns, and whether letters count in any case."""


def minified(tree: dict[str, Any]) -> dict[str, Any]:
    """The document's tree in its smallest equal form.

    Args:
        tree: holds to the grammar of its kind.
    """
    document = dict(tree)
    small = [_small_statement(statement) for statement in _listed(document.get("Statement"))]
    for element in ("Action", "Resource"):
        small = _merged(small, element)
    document["Statement"] = _unwrapped([_unwrapped_lists(statement) for statement in small])
    return arranged(document)


def _small_statement(statement: dict[str, Any]) -> dict[str, Any]:
    """One statement with its lists of patterns as lists without what is superfluous."""
    small = {key: value for key, value in statement.items() if (key, value) != ("Sid", "")}
    for element, ignore_case in _LISTS.items():
        if element in small:
            small[element] = _without_covered(_listed(small[element]), ignore_case=ignore_case)
    for element in ("Principal", "NotPrincipal"):
        if isinstance(small.get(element), dict):
            small[element] = {label: _unwrapped(_once(_listed(named))) for label, named in small[element].items()}
    if "Condition" in small:
        small["Condition"] = {
            name: {key: _unwrapped(_once(_listed(values))) for key, values in comparisons.items()}
            for name, comparisons in small["Condition"].items()
            if comparisons
        }
        if not small["Condition"]:
            del small["Condition"]
    return small


def _without_covered(texts: list[str], *, ignore_case: bool) -> list[str]:
    superfluous = covered(texts, ignore_case=ignore_case)
    return [text for index, text in enumerate(texts) if index not in superfluous]


def _merged(statements: list[dict[str, Any]], element: str) -> list[dict[str, Any]]:
    """The statements with those in one that differ in nothing but this element's list."""
    found: dict[str, dict[str, Any]] = {}
    for number, statement in enumerate(statements):
        rest = {key: value for key, value in sorted(statement.items()) if key != element}
        if element not in statement or "Sid" in statement:
            found[f"{number}"] = statement
            continue
        key = compact(rest)
        if key in found:
            texts = _once([*found[key][element], *statement[element]])
            found[key] = found[key] | {element: _without_covered(texts, ignore_case=_LISTS[element])}
        else:
            found[key] = statement
    return list(found.values())


def _unwrapped_lists(statement: dict[str, Any]) -> dict[str, Any]:
    return {key: _unwrapped(value) if key in _LISTS else value for key, value in statement.items()}


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _once(values: list[Any]) -> list[Any]:
    """Each value once, told apart by its JSON: `1` is not `"1"`."""
    return list({compact(value): value for value in values}.values())


def _unwrapped(values: Any) -> Any:
    return values[0] if isinstance(values, list) and len(values) == 1 else values
