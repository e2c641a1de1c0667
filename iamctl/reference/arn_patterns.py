"""Whether an ARN, or a `Resource` of a policy, can be of a resource type.

Rules kept here:
  * `${BucketName}` in a type's pattern is one character or more, `*` is any run of characters;
  * in the first five parts a variable holds no colon. Region and account may be empty: what AWS itself owns has
    none (`arn:aws:ssm:us-east-1::document/AWS-RunShellScript`);
  * the last variable of a pattern does not hold what a longer pattern of the service goes on with: a bucket's name
    has no `/`. Elsewhere variables hold anything: paths, versions and qualifiers behind a colon;
  * in the text asked about, `*`, `?` and policy variables are patterns too: it is of the type if one of the ARNs
    that it covers is. A wildcard may cross colons, as in AWS (`arn:aws:s3:*`);
  * one pass over the text, whatever it holds: policies come from strangers.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference-arns.html
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

_COLONS = 5  # an ARN has six parts
_MAY_BE_EMPTY = ("Region", "Account", "AccountId")


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
    automaton = _compiled(arn_pattern, ends_before)
    states = automaton.settled(1)
    for character in re.sub(r"\$\{[^}]*\}", "*", text) if "${" in text else text:
        if character == "*":
            states = automaton.after_run(states)
        else:
            states = automaton.after_any(states) if character == "?" else automaton.after(states, character)
        if not states:
            return False
    return bool(states & automaton.end)


@lru_cache(maxsize=4096)
def _compiled(arn_pattern: str, ends_before: str) -> _Automaton:
    items = list(_items(arn_pattern, ends_before))
    named = {character for character, refused, _ in items for character in (character or refused)}
    loops = sum(1 << index for index, (_, _, repeats) in enumerate(items) if repeats)
    takes_others = sum(1 << index for index, (literal, _, _) in enumerate(items) if not literal)
    takes = {
        character: sum(1 << index for index, item in enumerate(items) if _takes(item, character)) for character in named
    }
    return _Automaton(loops, takes, takes_others, 1 << len(items))


def _takes(item: tuple[str, str, bool], character: str) -> bool:
    literal, refused, _ = item
    return literal == character if literal else character not in refused


def _items(arn_pattern: str, ends_before: str) -> list[tuple[str, str, bool]]:
    """The pattern as items: a literal character, or what a variable refuses; and whether it may repeat."""
    pieces = re.findall(r"\$\{[^}]*\}|.", arn_pattern, re.DOTALL)
    items: list[tuple[str, str, bool]] = []
    colons = 0
    for index, piece in enumerate(pieces):
        colons += piece == ":"
        if piece != "*" and not piece.startswith("${"):
            items.append((piece, "", False))
            continue
        refused = ":" if colons < _COLONS else ends_before if index == len(pieces) - 1 else ""
        if piece != "*" and piece[2:-1] not in (_MAY_BE_EMPTY if colons < _COLONS else ()):
            items.append(("", refused, False))
        if not items or not items[-1][2]:
            items.append(("", refused, True))
    return items
