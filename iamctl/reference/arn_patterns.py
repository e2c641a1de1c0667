"""Whether an ARN, or a `Resource` of a policy, can be of a resource type.

Rules kept here:
  * `${BucketName}` in a type's pattern is one character or more, `*` is any run of characters;
  * in the first five parts a variable holds no colon. Region and account may be empty: what AWS itself owns has
    none (`arn:aws:ssm:us-east-1::document/AWS-RunShellScript`);
  * the last variable of a pattern does not hold what a longer pattern of the service goes on with: a bucket's name
    has no `/`. Elsewhere variables hold anything: paths, versions and qualifiers behind a colon;
  * in the text asked about, `*`, `?` and policy variables are patterns too: it is of the type if one of the ARNs
    that it covers is. In a text of six parts, wildcards of the first five stay in theirs; in a shorter one they
    cross colons, as in AWS (`arn:aws:s3:*`);
  * one pass over the text, whatever it holds: policies come from strangers.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple, TypeAlias

_COLONS = 5  # an ARN has six parts
_MAY_BE_EMPTY = ("Region", "Account", "AccountId")
_Item: TypeAlias = tuple[str, str, bool]
"""A literal character, or what a variable refuses; and whether it may repeat or be left out."""


class _Automaton(NamedTuple):
    """A pattern as states in the bits of integers: bit i is set while the first i items may have been read.

    Attributes:
        loops: states whose item may repeat and may be left out.
        takes: for a character that the pattern names, the states whose item takes it.
        takes_others: the same for every other character.
        end: the state in which the whole pattern has been read.
    """

    loops: int
    takes: dict[str, int]
    takes_others: int
    end: int

    def settled(self, states: int) -> int:
        """The states and those that follow by leaving items out; no two such items stand side by side."""
        return states | (states & self.loops) << 1

    def after(self, states: int, character: str) -> int:
        taken = states & self.takes.get(character, self.takes_others)
        return self.settled((taken & ~self.loops) << 1 | taken & self.loops)

    def after_any(self, states: int) -> int:
        states &= self.end - 1
        return self.settled((states & ~self.loops) << 1 | states & self.loops)

    def meets(self, text: str) -> bool:
        """Whether some text that this one, with its wildcards, covers is the pattern."""
        states = self.settled(1)
        for character in text:
            if character == "*":
                states = self.after_run(states)
            else:
                states = self.after_any(states) if character == "?" else self.after(states, character)
            if not states:
                return False
        return bool(states & self.end)

    def after_run(self, states: int) -> int:
        """The states after any run of characters: all from the first on."""
        return (self.end << 1) - (states & -states)


def is_of_pattern(arn_pattern: str, ends_before: str, text: str) -> bool:
    """Whether the text is an ARN of the pattern, or covers one.

    Args:
        arn_pattern: with `${…}` for what differs from resource to resource.
        ends_before: characters that its last variable does not hold.
        text: an ARN, or the string of a `Resource` with wildcards and policy variables.
    """
    if "${" in text:
        text = re.sub(r"\$\{[^}]*\}", "*", text)
    whole, *parts = _compiled(arn_pattern, ends_before)
    texts = text.split(":", _COLONS)
    if len(parts) != len(texts):
        return whole.meets(text)
    return all(part.meets(piece) for part, piece in zip(parts, texts, strict=True))


@lru_cache(maxsize=4096)
def _compiled(arn_pattern: str, ends_before: str) -> list[_Automaton]:
    """The whole pattern, then each of its parts."""
    *heads, resource = arn_pattern.split(":", _COLONS)
    parts = [
        *(_items(head, refused=":", may_be_empty=_MAY_BE_EMPTY) for head in heads),
        _items(resource, last=ends_before),
    ]
    whole = [item for part in parts for item in [(":", "", False), *part]][1:]
    return [_automaton(items) for items in (whole, *parts)]


def _automaton(items: list[_Item]) -> _Automaton:
    named = {character for literal, refused, _ in items for character in (literal or refused)}
    loops = sum(1 << index for index, (_, _, repeats) in enumerate(items) if repeats)
    takes_others = sum(1 << index for index, (literal, _, _) in enumerate(items) if not literal)
    takes = {
        character: sum(1 << index for index, item in enumerate(items) if _takes(item, character)) for character in named
    }
    return _Automaton(loops, takes, takes_others, 1 << len(items))


def _takes(item: _Item, character: str) -> bool:
    literal, refused, _ = item
    return literal == character if literal else character not in refused


def _items(text: str, *, refused: str = "", last: str = "", may_be_empty: tuple[str, ...] = ()) -> list[_Item]:
    """One part of a pattern as items.

    Args:
        refused: what its variables do not hold.
        last: what the variable at its end does not hold besides.
        may_be_empty: names of variables that may be left out.
    """
    pieces = re.findall(r"\$\{[^}]*\}|.", text, re.DOTALL)
    items: list[_Item] = []
    for index, piece in enumerate(pieces):
        if piece != "*" and not piece.startswith("${"):
            items.append((piece, "", False))
            continue
        not_here = refused + (last if index == len(pieces) - 1 else "")
        if piece != "*" and piece[2:-1] not in may_be_empty:
            items.append(("", not_here, False))
        if not items or not items[-1][2]:
            items.append(("", not_here, True))
    return items
