"""Where AWS's policy simulator says that a statement stands.

Rules kept here, as recorded answers of SimulateCustomPolicy have it:
  * lines and columns count from 1, columns in characters; CRLF and a lone CR are one line break;
  * an element of the list begins just after the token before it: after the `[` or after the `}` of the statement
    before, so that its comma and white space belong to it;
  * a lone Statement object begins after its own `{`;
  * either ends just after its `}`.

Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_Statement.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.policy.source_document import Span
from iamctl.syntax.extents import Lines, json_extents

if TYPE_CHECKING:
    from iamctl.syntax.extents import Extent, Path


def statement_spans(text: str) -> tuple[Span, ...]:
    """The span of each statement of a document in JSON, in its order; none when it has no statement."""
    known = json_extents(text)
    whole = known.get(("Statement",))
    if whole is None:
        return ()
    lines = Lines(text)
    bounds = _bounds(known, whole, is_list=text.startswith("[", whole.start))
    return tuple(Span(lines.position(start), lines.position(end)) for start, end in bounds)


def _bounds(known: dict[Path, Extent], whole: Extent, *, is_list: bool) -> list[tuple[int, int]]:
    before = whole.start + 1
    if not is_list:
        return [(before, whole.end)]
    bounds: list[tuple[int, int]] = []
    while (statement := known.get(("Statement", len(bounds)))) is not None:
        bounds.append((before, statement.end))
        before = statement.end
    return bounds
