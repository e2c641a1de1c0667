"""What a check of a policy document finds, and AWS's sentences for it.

IAM says one sentence a request and often only "Syntax errors in policy."; here every problem is kept, with
its path in the document and with words of our own that say what exactly is wrong.

The sentences are recorded answers of IAM, except LEGACY_PARSING for malformed literals other than dates, of
which it is only known that IAM refuses them.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Iterable

Path: TypeAlias = "tuple[str | int, ...]"
"""Keys and indexes from the document's top: `("Statement", 0, "Action", 2)`."""

SYNTAX = "Syntax errors in policy."
INVALID_JSON = "This policy contains invalid Json"
VERSION_REQUIRED = "Policy document must be version 2012-10-17 or greater."
LEGACY_PARSING = "The policy failed legacy parsing"
DUPLICATE_SID = "Statement IDs (SID) in a single policy must be unique."
NO_ACTIONS = "Policy statement must contain actions."
NO_RESOURCES = "Policy statement must contain resources."
NO_VENDOR = "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc."
TWO_COLONS = "Actions/Condition can contain only one colon."
VENDOR_WILDCARD = "Action vendors (e.g., aws, ec2, etc.) must not contain wildcards."

_UNRANKED = 5


class Problem(NamedTuple):
    """One mistake of a document.

    Attributes:
        path: where it stands; for a missing element, the object that lacks it.
        sentence: AWS's.
        detail: what exactly is wrong; lower case, no full stop.
    """

    path: Path
    sentence: str
    detail: str

    @property
    def pointer(self) -> str:
        """The path as people write it: `Statement[0].Action[2]`; empty for the whole document."""
        parts = (f"[{step}]" if isinstance(step, int) else f".{step}" for step in self.path)
        return "".join(parts).removeprefix(".")


class Fault(NamedTuple):
    """What is wrong with one value, wherever it stands: AWS's sentence and our detail."""

    sentence: str
    detail: str


def in_order(problems: Iterable[Problem]) -> list[Problem]:
    """The problems with the one first that IAM would name: it looks at syntax, version, … in passes."""
    passes = {
        INVALID_JSON: 0,
        SYNTAX: 0,
        VERSION_REQUIRED: 1,
        LEGACY_PARSING: 2,
        DUPLICATE_SID: 3,
        NO_ACTIONS: 4,
        NO_VENDOR: _UNRANKED + 1,
        TWO_COLONS: _UNRANKED + 1,
        VENDOR_WILDCARD: _UNRANKED + 1,
        NO_RESOURCES: _UNRANKED + 2,
    }
    return sorted(problems, key=lambda problem: passes.get(problem.sentence, _UNRANKED))


def described(value: object) -> str:
    """What kind of value it is, in a reader's words."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "a boolean"
    if isinstance(value, int | float | Decimal):
        return "a number"
    if isinstance(value, str):
        return "a string"
    if isinstance(value, date | time):
        return "a date (put it in quotes)"
    return "a list" if isinstance(value, list) else "an object"


def near_miss(word: str, known: Iterable[str]) -> str:
    """`; did you mean Effect?`, or nothing when no known word is near."""
    from difflib import get_close_matches

    by_lower_case = {name.lower(): name for name in known}
    near = get_close_matches(word.lower(), by_lower_case, n=1, cutoff=0.6)
    return f"; did you mean {by_lower_case[near[0]]}?" if near else ""
