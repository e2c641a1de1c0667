"""A policy document in its canonical form: elements in the order of the grammar, one indentation, one spelling.

Rules kept here:
  * Version, Id, Statement; Sid, Effect, Principal, Action, Resource, Condition, each `Not…` in the place of its
    counterpart; elements that the grammar lacks come last;
  * values stay what they are: a list of one stays a list, a string a string, a number keeps its digits, and lists,
    operators and keys keep their order;
  * characters past U+00FF, which the API does not take as they are, are written as escapes.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import Any

DOCUMENT_ORDER = ("Version", "Id", "Statement")
STATEMENT_ORDER = (
    *("Sid", "Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition"),
)
_PAST_LATIN = re.compile(r"[^\x00-\xff]")


def layout(tree: dict[str, Any], *, indent: int) -> str:
    """The document as JSON in its canonical form, with a line end.

    Args:
        indent: spaces of one level.
    """
    return _indented(arranged(tree), " " * indent, "\n") + "\n"


def compact(tree: Any) -> str:
    """The tree as JSON without white space between its parts."""
    if isinstance(tree, dict):
        return "{" + ",".join(f"{_string(key)}:{compact(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ",".join(map(compact, tree)) + "]"
    return _scalar(tree)


def arranged(tree: dict[str, Any]) -> dict[str, Any]:
    """The tree with its elements in the order of the grammar."""
    document = in_order(tree, DOCUMENT_ORDER)
    statements = document.get("Statement")
    if isinstance(statements, list):
        document["Statement"] = [_statement(statement) for statement in statements]
    elif "Statement" in document:
        document["Statement"] = _statement(statements)
    return document


def _statement(statement: Any) -> Any:
    return in_order(statement, STATEMENT_ORDER) if isinstance(statement, dict) else statement


def in_order(table: dict[str, Any], order: tuple[str, ...]) -> dict[str, Any]:
    """The table with the keys of the order first."""
    known = {key: table[key] for key in order if key in table}
    return known | {key: value for key, value in table.items() if key not in known}


def _indented(value: Any, step: str, line: str) -> str:
    inner = line + step
    if isinstance(value, dict) and value:
        pairs = (f"{_string(key)}: {_indented(item, step, inner)}" for key, item in value.items())
        return "{" + inner + f",{inner}".join(pairs) + line + "}"
    if isinstance(value, list) and value:
        return "[" + inner + f",{inner}".join(_indented(item, step, inner) for item in value) + line + "]"
    return compact(value)


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _string(value)
    return str(value) if isinstance(value, Decimal) else json.dumps(value)


def _string(text: str) -> str:
    return _PAST_LATIN.sub(lambda match: json.dumps(match[0])[1:-1], json.dumps(text, ensure_ascii=False))
