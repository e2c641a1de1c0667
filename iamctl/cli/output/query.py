"""`--query`: a JMESPath expression over an answer's members.

Source: https://jmespath.org/specification.html and
https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-filter.html
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from iamctl.errors import Place, UsageError

if TYPE_CHECKING:
    from jmespath.exceptions import JMESPathError

_HINT = "the language is described at https://jmespath.org"


def select(members: dict[str, Any], query: str) -> Any:
    """What the expression finds: JSON-like values, None when it finds nothing.

    Raises:
        UsageError: the expression is not one, or a function in it gets what it cannot take.
    """
    import jmespath  # only a query pays for it
    from jmespath.exceptions import JMESPathError

    try:
        found = jmespath.search(query, members)
    except JMESPathError as cause:
        raise _usage_error(query, cause) from cause
    except RecursionError as cause:
        raise UsageError("The query is nested too deeply.", hint=_HINT) from cause
    except (ValueError, TypeError, OverflowError, ArithmeticError) as cause:
        # The library lets these through: a slice of step 0, an index of thousands of digits.
        raise UsageError(f"The query cannot be answered: {cause}.", hint=_HINT) from cause
    if "&" in query and not _is_json(found):
        raise UsageError("The query gives an expression (`&`) instead of a value.", hint=_HINT)
    return found


def _usage_error(query: str, cause: JMESPathError) -> UsageError:
    offset = _offset(query, cause)
    if offset is None:
        sentence = str(cause).splitlines()[0].rstrip(".") if str(cause) else "it is not JMESPath"
        return UsageError(f"The query cannot be answered: {sentence}.", hint=_HINT)
    before = query[:offset]
    place = Place("--query", before.count("\n") + 1, offset - (before.rfind("\n") + 1) + 1)
    if offset >= len(query):
        return UsageError("The query ends too early.", hint=_HINT, place=place)
    return UsageError(
        f"The query is not JMESPath: {query[offset : offset + 20]!r} cannot stand here.", hint=_HINT, place=place
    )


def _is_json(value: Any) -> bool:
    if isinstance(value, dict):
        return all(map(_is_json, value.values()))
    if isinstance(value, list):
        return all(map(_is_json, value))
    return value is None or isinstance(value, str | int | float | Decimal)


def _offset(query: str, cause: JMESPathError) -> int | None:
    """Where in the query the mistake stands, counted from 0; None when it is not one of syntax."""
    from jmespath import exceptions

    if isinstance(cause, exceptions.EmptyExpressionError):
        return 0
    if isinstance(cause, exceptions.IncompleteExpressionError):
        return len(query)
    if isinstance(cause, exceptions.ArityError):  # a ParseError that knows no position
        return None
    return int(cause.lex_position) if isinstance(cause, exceptions.ParseError) else None
