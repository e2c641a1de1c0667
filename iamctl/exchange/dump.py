"""A dump of an account: what `aws iam get-account-authorization-details` prints, as one text.

The text is one answer, several pages one after another (`--no-paginate`, appended), or an array of pages.
`IsTruncated` and `Marker` only tell how the answer was cut: several pages lose them, a single one keeps them.

Source: https://docs.aws.amazon.com/cli/latest/reference/iam/get-account-authorization-details.html
"""

from __future__ import annotations

from typing import Any

from iamctl.errors import InvalidInput, Mistakes, Place
from iamctl.exchange.entry import Entry, Mistake
from iamctl.exchange.json_places import Path, places
from iamctl.model.arn import parse_arn
from iamctl.model.policy import AWS
from iamctl.syntax.same_value import is_same_value

USERS, GROUPS, ROLES, POLICIES = LISTS = ("UserDetailList", "GroupDetailList", "RoleDetailList", "Policies")
PAGING = ("IsTruncated", "Marker")


class Dump:
    """One dump, its pages put together.

    Attributes:
        lists: the entities, by the member of the answer that lists them.
        others: members of the answer besides the four lists; a list that is absent or null is not in `given`.
        given: which of the four lists the answer has.
        is_cut: whether the last page says that more were to come.
    """

    def __init__(self, text: str, source: str) -> None:
        self.source = source
        self.lists: dict[str, list[Entry]] = {member: [] for member in LISTS}
        self.others: dict[str, Any] = {}
        self.given: set[str] = set()
        self.is_cut = False
        self.mistakes: list[Mistake] = []
        self._text = text

    def __str__(self) -> str:
        """What the ledger calls it."""
        return self.source

    def places(self, paths: list[Path]) -> dict[Path, Place]:
        """Line and column of each path."""
        return places(self._text, self.source, paths)

    def refuse_mistakes(self) -> None:
        """Tell all that was noted.

        Raises:
            InvalidInput: there is one mistake.
            Mistakes: there are several, in the order of their places.
        """
        if not self.mistakes:
            return
        where = self.places([mistake.path for mistake in self.mistakes])
        errors = [InvalidInput(mistake.message, place=where[mistake.path]) for mistake in self.mistakes]
        errors.sort(key=lambda error: error.place[1:] if error.place else (0, 0))
        self.mistakes.clear()
        raise errors[0] if len(errors) == 1 else Mistakes(errors)

    def account_id(self) -> str | None:
        """The account whose dump this is, from the ARNs of its own entities; None where there are none.

        Raises:
            InvalidInput, Mistakes: the ARNs name several accounts, or one of another partition than `aws`.
        """
        found: dict[str, Entry] = {}
        for entry in (entry for member in LISTS for entry in self.lists[member]):
            arn = parse_arn(entry.find_text("Arn") or "")
            if arn is None or arn.account_id == AWS:
                continue
            if arn.partition != "aws":
                entry.mistake("Arn", f"iamctl keeps accounts of the partition aws, not {arn.partition}.")
            elif found.setdefault(arn.account_id, entry) is entry and len(found) > 1:
                first = next(iter(found))
                entry.mistake("Arn", f"This is an entity of account {arn.account_id}, others are of {first}.")
        self.refuse_mistakes()
        return next(iter(found), None)


def read_dump(text: str, source: str) -> Dump:
    """The dump that the text is.

    Args:
        source: what a person calls the text.

    Raises:
        InvalidInput, Mistakes: it is not JSON or not such an answer, with line and column.
    """
    from iamctl.syntax.json_read import parse_json_pages

    dump = Dump(text, source)
    pages: list[Entry] = []
    for number, value in enumerate(parse_json_pages(text, source)):
        _add_pages(pages, value, (number,), dump.mistakes)
    dump.refuse_mistakes()
    for page in pages:
        _add_page(dump, page, is_only=len(pages) == 1)
    if pages:
        dump.is_cut = pages[-1].value.get("IsTruncated") is True
    dump.refuse_mistakes()
    return dump


def _add_pages(pages: list[Entry], value: Any, path: Path, mistakes: list[Mistake]) -> None:
    """Add the page that the value is, or the pages that it lists."""
    listed = [(value, path)] if not isinstance(value, list) else [(v, (*path, i)) for i, v in enumerate(value)]
    if not listed:
        mistakes.append(Mistake(path, "There is no page in this list."))
    for page, where in listed:
        if isinstance(page, dict) and any(member in page for member in LISTS):
            pages.append(Entry(page, where, mistakes))
        else:
            mistakes.append(
                Mistake(
                    where, f"This is no answer of GetAccountAuthorizationDetails: it has none of {', '.join(LISTS)}."
                )
            )


def _add_page(dump: Dump, page: Entry, *, is_only: bool) -> None:
    for member, value in page.value.items():
        if member in LISTS:
            if value is not None:
                dump.given.add(member)
                dump.lists[member] += page.entries(member)
                continue
            dump.others.setdefault(member, value)
        elif (is_only or member not in PAGING) and not is_same_value(dump.others.setdefault(member, value), value):
            page.mistake(member, f"{member} differs from page to page.")
    for member in dump.given:
        dump.others.pop(member, None)
