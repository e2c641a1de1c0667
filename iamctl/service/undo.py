"""Taking a revision back: a new revision that puts its files to where they were before it.

Rules kept here:
  * what is taken back has to be what is there: where a later revision or an unfinished edit left another text,
    nothing is changed. Later revisions that have been taken back themselves are in nobody's way;
  * the account holds together afterwards as well as it did before;
  * an undo is a revision like any other and can be taken back.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, cast

from iamctl.errors import ConcurrentModification, InvalidInput
from iamctl.service.lost_secrets import drop_lost_credentials, drop_lost_private_keys
from iamctl.service.new_findings import as_hints, new_findings
from iamctl.service.past import looking_back, the_revision
from iamctl.store.protocol import SHELVES, Edit, FileChange, History, OperationCall, Revision

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.model.saml_provider import SAMLProvider
    from iamctl.service.account import Account
    from iamctl.service.credential_owners import Owner
    from iamctl.service.service import Change, Service

_ACCOUNT = "account.toml"


class Undone(NamedTuple):
    """What was taken back.

    Attributes:
        gone: files that the revision had brought and that go again.
        lost: credentials that do not come back, for their secrets are gone; in a person's words.
    """

    revision: Revision
    gone: tuple[str, ...]
    lost: tuple[str, ...] = ()


def undo(change: Change, before: Service, *, number: int | None = None) -> Undone:
    """Lay the inverse of a revision into the change.

    Args:
        before: the same account, to look at as it is kept.
        number: None is the newest, an edit by hand included.

    Raises:
        NoSuchEntity: there is no such revision.
        InvalidInput: it brought the account itself.
        ConcurrentModification: later changes stand on it, each named.
        BrokenFile: a text of then breaks a rule of today.
    """
    change.check("Undo")
    edit = cast("Edit", change.account.shelves)
    _take_in_edits(edit)
    with looking_back(before) as history:
        revision = the_revision(history, history.head() if number is None else number)
        inverse = [FileChange(file.path, file.after, file.before) for file in revision.files]
        _check_account_stays(revision)
        _check_nothing_later(history, revision)
        _check_names_free(history, inverse)
    for file in sorted(inverse, key=lambda file: file.after is not None):  # a name is free before it is taken
        edit.replace_text(file.path, file.after)
    _check_exact(edit, inverse, revision)
    _check_holds_together(change, before, revision)
    change.operations.append(OperationCall("Undo", {"Revision": revision.number}))
    lost = drop_lost_credentials(change.account, _owners(change.account, inverse))
    lost += drop_lost_private_keys(change.account, _saml_providers(change.account, inverse))
    return Undone(revision, tuple(file.path for file in inverse if file.after is None), tuple(lost))


_CREDENTIALS = ("access_keys", "login_profile", "mfa_devices", "service_specific_credentials", "session_keys")
"""What a text has that names a secret."""


def _saml_providers(account: Account, inverse: list[FileChange]) -> Iterator[SAMLProvider]:
    """The SAML providers with private keys whose texts come back."""
    for file in inverse:
        if file.after is not None and file.path.startswith("providers/saml/") and "private_keys" in file.after:
            from iamctl.syntax.toml_read import parse_toml

            provider = account.saml_providers.find(parse_toml(file.after, file.path)["name"])
            assert provider is not None, "its text was laid into the change"
            yield provider


def _owners(account: Account, inverse: list[FileChange]) -> Iterator[Owner]:
    """The identities whose texts come back and have credentials, then or now."""
    for file in inverse:
        texts = (file.before or "", file.after or "")
        if file.after is None or not any(word in text for text in texts for word in _CREDENTIALS):
            continue
        if file.path == _ACCOUNT:
            yield account.settings
        elif file.path.startswith("users/"):
            from iamctl.syntax.toml_read import parse_toml

            user = account.users.find(parse_toml(file.after, file.path)["name"])
            assert user is not None, "its text was laid into the change"
            yield user


def _take_in_edits(edit: Edit) -> None:
    """Have every edit by hand noticed, so that the history has it."""
    for shelf in SHELVES:
        getattr(edit, shelf).names()


def _check_account_stays(revision: Revision) -> None:
    if any(file.path == _ACCOUNT and file.before is None for file in revision.files):
        raise InvalidInput(
            f"Revision {revision.number} brought the account itself, which cannot be taken back.",
            hint="delete the account with `iamctl account delete`",
        )


def _check_nothing_later(history: History, revision: Revision) -> None:
    head = history.head()
    later: dict[int, list[str]] = {}
    for file in revision.files:
        if history.text_at(file.path, head) != file.after:
            for number in history.touching(file.path, after=revision.number):
                later.setdefault(number, []).append(file.path)
    if later:
        raise _refusal(
            revision,
            f"later changes stand on it: {_few(f'revision {number}' for number in sorted(later))}",
            [f"revision {number} changed {_few(paths)} too" for number, paths in sorted(later.items())[:5]]
            + ["undo the later ones first, newest first, or write what you want with `iamctl edit`"],
        )


def _check_names_free(history: History, inverse: list[FileChange]) -> None:
    """That nothing has meanwhile been given a name that comes back, in another case of letters."""
    back = {file.path.lower(): file.path for file in inverse if file.before is None}
    if not back:
        return
    going = {file.path for file in inverse if file.after is None}
    for path in history.paths_at(history.head()):
        if path.lower() in back and path not in going and path != back[path.lower()]:
            raise ConcurrentModification(
                f"The file {back[path.lower()]} cannot come back: {path} has taken its name.",
                hint="names are compared without regard to case: rename or delete that one first",
            )


def _check_exact(edit: Edit, inverse: list[FileChange], revision: Revision) -> None:
    """That the change is the inverse and nothing else: an edit that cannot be read is no part of the history."""
    laid = {change.path: change for change in edit.changes()}
    wrong = [file.path for file in inverse if laid.pop(file.path, None) != file]
    wrong += laid
    if wrong:
        hints = [f"see `iamctl doctor`, and mend it with `iamctl edit {path}`" for path in wrong[:5]]
        raise _refusal(revision, f"{_few(wrong)} is not as the history knows it", hints)


def _check_holds_together(change: Change, before: Service, revision: Revision) -> None:
    # Ids that two entities share came in with an import, and were so when the revision was made.
    if broken := [found for found in new_findings(change.account, before) if found.code != "DuplicateUniqueId"]:
        raise _refusal(revision, "the account would not hold together", as_hints(broken))


def _refusal(revision: Revision, why: str, hints: list[str]) -> ConcurrentModification:
    return ConcurrentModification(f"Revision {revision.number} cannot be taken back: {why}.", hint=hints)


def _few(words: Iterable[str]) -> str:
    listed = list(words)
    return ", ".join(listed if len(listed) <= 5 else [*listed[:5], f"and {len(listed) - 5} more"])
