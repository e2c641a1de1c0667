"""A policy document as its text: the tree that it stands for, and where in the text each part of it stands.

The text is kept as it is, so nothing is lost; whoever has a path of the tree can point at it.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from iamctl.errors import MalformedPolicyDocument, Place
from iamctl.policy.language import is_json
from iamctl.syntax.extents import Extent, Lines, Position, json_extents, toml_extents

if TYPE_CHECKING:
    from iamctl.policy.problems import Path


class Span(NamedTuple):
    """A stretch of the text; `end` is past its last character."""

    start: Position
    end: Position


@dataclass(frozen=True)
class SourceDocument:
    """One text and what it stands for.

    Attributes:
        source: what a person calls the text: a file's name, `<stdin>`.
        tree: as the parser gives it; it may break any rule of the grammar.
    """

    text: str
    source: str
    language: Literal["json", "toml"]
    tree: Any

    @cached_property
    def _extents(self) -> dict[Path, Extent]:
        return json_extents(self.text) if self.language == "json" else toml_extents(self.text)

    @cached_property
    def _lines(self) -> Lines:
        return Lines(self.text)

    def span_of(self, path: Path, *, key: bool = False) -> Span:
        """Where the value of a path stands; a path without a place of its own stands where the nearest above does.

        Args:
            key: the key that it stands under instead, where it has one.
        """
        known = self._extents
        while path and path not in known:
            path = path[:-1]
        extent = known.get(path, Extent(0, len(self.text)))
        start, end = extent.key if key and extent.key is not None else (extent.start, extent.end)
        return Span(self._lines.position(start), self._lines.position(end))

    def place_of(self, path: Path) -> Place:
        """Where a person looks for the path: at its key if it has one, else at its value."""
        start = self.span_of(path, key=True).start
        return Place(self.source, start.line, start.column)


def read_source(text: str, source: str) -> SourceDocument:
    """The document of a text in JSON or TOML; its grammar is not looked at.

    Raises:
        MalformedPolicyDocument: the text does not parse; placed.
    """
    if is_json(text, source):
        from iamctl.syntax.json_read import parse_json

        return SourceDocument(text, source, "json", parse_json(text, source, error=MalformedPolicyDocument))
    from iamctl.syntax.toml_read import parse_toml

    return SourceDocument(text, source, "toml", parse_toml(text, source, error=MalformedPolicyDocument))
