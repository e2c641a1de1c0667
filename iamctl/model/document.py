"""A policy document as the account keeps it: compact JSON, elements in the order they were written.

The text is the value: two documents are equal when their texts are. Numbers keep the digits they were
written with (`1.10` stays `1.10`), which is why floats are read as `Decimal`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeAlias

Json: TypeAlias = "bool | int | Decimal | str | list[Json] | dict[str, Json] | None"


@dataclass(frozen=True, slots=True)
class Document:
    """One policy document.

    Attributes:
        text: JSON without white space outside strings; non-ASCII characters stand as themselves.
    """

    text: str

    @classmethod
    def of(cls, tree: Json) -> Document:
        """The document that a parsed JSON or TOML tree stands for."""
        return cls(render_json(tree))

    @property
    def tree(self) -> Json:
        """The document as Python values; a new tree each time."""
        parsed: Json = json.loads(self.text, parse_float=Decimal)
        return parsed

    @property
    def size(self) -> int:
        """Characters as AWS counts them against its limits: all but white space.

        Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
        """
        return sum(map(len, self.text.split()))


def render_json(tree: Json) -> str:
    """Compact JSON of a tree; a Decimal keeps its digits."""
    if isinstance(tree, str):
        return json.dumps(tree, ensure_ascii=False)
    if isinstance(tree, Decimal):
        return str(tree)
    if isinstance(tree, Mapping):
        return "{" + ",".join(f"{render_json(key)}:{render_json(value)}" for key, value in tree.items()) + "}"
    if isinstance(tree, list):
        return "[" + ",".join(map(render_json, tree)) + "]"
    return json.dumps(tree)
