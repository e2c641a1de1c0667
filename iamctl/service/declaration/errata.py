"""The mistakes of a declaration: gathered while it is read and held against the account, told all at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import IamctlError, InvalidInput, MalformedPolicyDocument, Mistakes

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamctl.policy.problems import Problem
    from iamctl.syntax.table_reader import Mistake, Path


class _Erratum(NamedTuple):
    path: Path
    error: type[IamctlError]
    message: str
    hints: tuple[str, ...]


class Errata:
    """What is wrong with one text.

    Attributes:
        noted: what a `TableReader` of the text notes.
    """

    def __init__(self, text: str, source: str) -> None:
        self._text = text
        self._source = source
        self.noted: list[Mistake] = []
        self._found: list[_Erratum] = []
        self._elsewhere: list[IamctlError] = []

    def __bool__(self) -> bool:
        return bool(self.noted or self._found or self._elsewhere)

    def add(self, path: Path, message: str, hints: Sequence[str] = ()) -> None:
        """Note what is wrong with the value at the path."""
        self._found.append(_Erratum(path, InvalidInput, message, tuple(hints)))

    def add_error(self, path: Path, error: IamctlError) -> None:
        """Note an operation's error about the value at the path, in its own words."""
        self.add(path, _sentence(error.message), error.hints)

    def add_problems(self, path: Path, problems: Sequence[Problem]) -> None:
        """Note what is wrong with the policy document at the path."""
        for problem in problems:
            at = (*path, *problem.path)
            self._found.append(_Erratum(at, MalformedPolicyDocument, problem.sentence, (problem.detail,)))

    def add_malformed(self, path: Path, sentence: str, hints: Sequence[str]) -> None:
        """Note what is wrong with the policy document that has the path in it."""
        self._found.append(_Erratum(path, MalformedPolicyDocument, sentence, tuple(hints)))

    def add_elsewhere(self, error: IamctlError) -> None:
        """Note an error about another file that the text names; it has its own place."""
        self._elsewhere.append(error)

    def raise_all(self) -> None:
        """Raise whatever was noted, in the order of the text; nothing when nothing was.

        Raises:
            InvalidInput, MalformedPolicyDocument: there is one mistake.
            Mistakes: there are several.
        """
        if not self:
            return
        from iamctl.syntax.toml_positions import nearest_place, positions

        known = positions(self._text)
        noted = [_Erratum(path, InvalidInput, message, (hint,) if hint else ()) for path, message, hint in self.noted]
        errors = [
            error(message, hint=hints, place=nearest_place(known, self._source, path))
            for path, error, message, hints in dict.fromkeys([*noted, *self._found])
        ]
        errors.sort(key=lambda one: one.place[1:] if one.place else (0, 0))
        errors += self._elsewhere
        raise errors[0] if len(errors) == 1 else Mistakes(errors)


def _sentence(message: str) -> str:
    return message if message.endswith((".", "?", ")")) else f"{message}."
