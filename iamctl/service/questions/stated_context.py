"""Context keys as a person states them: `key=value` words, or a file's table."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from iamctl.errors import InvalidInput
from iamctl.policy.language import is_json
from iamctl.service.questions.carried import KnownKeys

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from iamctl.service.questions.context import Value


def context_from(pairs: Iterable[tuple[str, str]], tables: Iterable[Mapping[str, Value]] = ()) -> dict[str, Value]:
    """The keys that words and tables state; a word outranks a table, a later table an earlier one.

    A key that comes in several words, and one that AWS declares as a list, is multivalued.
    """
    context: dict[str, tuple[str, Value]] = {}
    for table in tables:
        context |= {key.lower(): (key, value) for key, value in table.items()}
    words: dict[str, tuple[str, list[str]]] = {}
    for key, text in pairs:
        words.setdefault(key.lower(), (key, []))[1].append(text)
    is_multivalued = KnownKeys().is_multivalued
    for lowered, (key, texts) in words.items():
        context[lowered] = (key, texts[0] if len(texts) == 1 and not is_multivalued(lowered) else tuple(texts))
    return dict(context.values())


def context_table(text: str, source: str) -> dict[str, Value]:
    """The keys of a JSON object or a TOML table: each a text, a number, a boolean, or a list of these.

    Raises:
        InvalidInput: the text does not parse, or a value is none of these; with its place where it does not parse.
    """
    tree: Any
    if is_json(text, source):
        from iamctl.syntax.json_read import parse_json

        tree = parse_json(text, source)
    else:
        from iamctl.syntax.toml_read import parse_toml

        tree = parse_toml(text, source, error=InvalidInput)
    return context_values(tree, source)


def context_values(tree: Any, source: str) -> dict[str, Value]:
    """The keys of a parsed table.

    Raises:
        InvalidInput: it is no table, or a value is none that a context key can have.
    """
    if not isinstance(tree, dict):
        raise InvalidInput(f"{source} holds no table of context keys.")
    context: dict[str, tuple[str, Value]] = {}
    is_multivalued = KnownKeys().is_multivalued
    for key, value in tree.items():
        if isinstance(value, list):
            found: Value = tuple(_text(each, key, source) for each in value)
        else:
            text = _text(value, key, source)
            found = (text,) if is_multivalued(key.lower()) else text
        context[key.lower()] = (key, found)
    return dict(context.values())


def context_text(value: Any) -> str | None:
    """A value as conditions compare it; None for what is no value."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int | Decimal) else None


def _text(value: Any, key: str, source: str) -> str:
    text = context_text(value)
    if text is None:
        raise InvalidInput(f"{source}: {key} must be a text, a number, a boolean, or a list of these.")
    return text
