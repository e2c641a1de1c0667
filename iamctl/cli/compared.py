"""What the words on the sides of a comparison mean: files, entities of the account, revisions, dumps.

deploy.json · - · '{"Version": …}'   a policy, JSON or TOML, or the dump of an account
alice · role/Deploy · an ARN         a user, role or group; a managed policy's version in force
Deploy:v2 · arn:…:policy/Deploy:v2   a version of a managed policy
111122223333 · acme                  a whole account, by its id or alias
NAME@7                               any of these right after revision 7
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iamctl.cli.input import LARGEST, LARGEST_DOCUMENT, STDIN, is_literal, read_argument
from iamctl.errors import InvalidInput, NoSuchEntity, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from contextlib import ExitStack

    from iamctl.cli.run import Run
    from iamctl.model.document import Document
    from iamctl.service.account import Account
    from iamctl.service.comparing.accounts import AccountSide
    from iamctl.service.comparing.sides import PolicySide, PrincipalSide

    Side = PolicySide | PrincipalSide | AccountSide

_REVISION = re.compile(r"(?P<name>.+)@(?P<revision>[0-9]{1,9})")
_VERSION = re.compile(r"(?P<name>.+):(?P<version>v[1-9][0-9]*)")
_DUMP = re.compile(r'"(?:UserDetailList|GroupDetailList|RoleDetailList|Policies)"\s*:')


class Sides:
    """Reads sides; the accounts that they are of stay open for as long as the stack does."""

    def __init__(self, run: Run, stack: ExitStack, *, kind: str | None = None, caller: str | None = None) -> None:
        """Make a reader.

        Args:
            kind: what policies are for: `identity`, `resource` or `trust`; None is what their elements tell.
            caller: the user or role whose variables are filled in.
        """
        self._run = run
        self._stack = stack
        self._kind = kind
        self._caller = caller
        self._accounts: dict[tuple[str | None, int | None], Account] = {}

    def read(self, word: str) -> Side:
        """The side that a word means.

        Raises:
            NoSuchEntity: nothing is called so.
            InvalidInput, MalformedPolicyDocument: the file is no policy and no dump.
        """
        if word == STDIN or is_literal(word) or word.startswith("file://") or _is_file(word):
            return self._of_text(*read_argument(word, option="the argument", largest=LARGEST))
        match = _REVISION.fullmatch(word)
        if match is None:
            return self._of_entity(self.account(), word, word)
        return self._of_entity(self.account(revision=int(match["revision"])), match["name"], word)

    def account(self, named: str | None = None, revision: int | None = None) -> Account:
        """The account, as it is or as it was, whole."""
        from iamctl.service.questions.moments import account_asked

        key = (named, revision)
        if key not in self._accounts:
            service = self._run.service(account=named)
            asked = account_asked(service, "GetAccountAuthorizationDetails", revision=revision)
            self._accounts[key] = self._stack.enter_context(asked)
        return self._accounts[key]

    def policy(self, word: str) -> PolicySide:
        """The policy that a word means.

        Raises:
            InvalidInput: it means something else.
        """
        from iamctl.service.comparing.sides import PolicySide

        side = self.read(word)
        if not isinstance(side, PolicySide):
            raise InvalidInput(f"{side.label} is no policy.")
        return side

    def _of_text(self, text: str, source: str) -> Side:
        if _DUMP.search(text) and not _looks_like_policy(text):
            from iamctl.service.comparing.accounts import AccountSide

            return AccountSide(source, self._stack.enter_context(account_in_dump(text, source)))
        if len(text) > LARGEST_DOCUMENT:
            raise InvalidInput(f"{source} has more than {LARGEST_DOCUMENT:,} characters.")
        from iamctl.service.comparing.sides import read_policy

        caller = None
        if self._caller is not None:
            from iamctl.service.questions.callers import caller_of

            caller = caller_of(self.account(), self._caller)
        return read_policy(text, source, kind=self._kind, caller=caller)

    def _of_entity(self, account: Account, name: str, label: str) -> Side:
        from iamctl.service.comparing.sides import principal_side
        from iamctl.service.finding import find_anything

        if match := _VERSION.fullmatch(name):
            from iamctl.service.policy_versions import get_policy_version

            version = get_policy_version(account, policy_arn=match["name"], version_id=match["version"])
            return self._of_document(version.document, label)
        kind, slash, plain = name.partition("/")
        if slash and kind in ("user", "role", "group"):
            return principal_side(account, name if kind == "group" else plain, label)
        try:
            found: Any = find_anything(account, name)
        except NoSuchEntity:
            if (other := self._other_account(name)) is not None:
                return other
            if re.fullmatch(r"[\w+=,.@-]+\.(json|toml)|.*/.*", name) and not name.startswith("arn:"):
                raise InvalidInput(f"{name} cannot be read: there is no such file.") from None
            raise
        if found.kind == "policy":
            return self._of_document(found.default_version.document, label)
        if found.kind == "account":
            from iamctl.service.comparing.accounts import AccountSide

            return AccountSide(label, account)
        if found.kind in ("user", "role", "group"):
            return principal_side(account, found.arn, label)
        if found.kind == "resource policy":
            return self._of_document(found.document, label)
        raise InvalidInput(f"{name} is {found.arn}, which has no permissions to compare.")

    def _of_document(self, document: Document, label: str) -> PolicySide:
        from iamctl.service.comparing.sides import policy_side
        from iamctl.service.questions.callers import caller_of

        caller = caller_of(self.account(), self._caller) if self._caller is not None else None
        return policy_side(document, label, kind=self._kind, caller=caller)

    def _other_account(self, name: str) -> AccountSide | None:
        """Another account of the data dir, by its id or alias."""
        from iamctl.service.comparing.accounts import AccountSide

        try:
            account_id = self._run.all_accounts().resolve(name)
        except NoSuchEntity:
            return None
        return AccountSide(name, self.account(account_id))


def _is_file(word: str) -> bool:
    try:
        path = Path(word)
        return path.exists() and not path.is_dir()  # a pipe too: <(aws iam get-policy-version …)
    except (OSError, ValueError):
        return False


def _looks_like_policy(text: str) -> bool:
    return re.match(r'\ufeff?\s*\{\s*"(?:Version|Statement|Id)"\s*:', text) is not None


@contextmanager
def account_in_dump(text: str, source: str) -> Iterator[Account]:
    """The account that `aws iam get-account-authorization-details` printed; nothing of it is kept.

    Raises:
        InvalidInput, Mistakes: the text is no such answer, or holds what no account can, with line and column.
    """
    import tempfile  # only a dump pays for it

    from iamctl.bootstrap import new_account, now
    from iamctl.exchange.dump import read_dump
    from iamctl.exchange.importing import import_authorization_details
    from iamctl.service.new_account import new_settings

    dump = read_dump(text, source)
    account_id = dump.account_id()
    if account_id is None:
        raise InvalidInput(f"{source} holds no ARN that says whose account it is.")
    settings = new_settings(account_id=account_id, create_date=now())
    # A folder of its own: the account of the dump may well be there already.
    with (
        tempfile.TemporaryDirectory(prefix="iamctl-") as scratch,
        new_account(settings, directory=scratch, dry_run=True) as service,
        service.change() as change,
    ):
        change.call(import_authorization_details, dump=dump)
        yield change.account


def compared(before: Side, after: Side, comparer: Any, *, only: str | None = None) -> Any:
    """The two sides compared.

    Raises:
        UsageError: they are not of the same kind.
    """
    from iamctl.service.comparing.accounts import AccountSide, compare_accounts
    from iamctl.service.comparing.sides import PolicySide, PrincipalSide, compare_policies, compare_principals

    if isinstance(before, PolicySide) and isinstance(after, PolicySide):
        return compare_policies(before, after, comparer)
    if isinstance(before, AccountSide) and isinstance(after, AccountSide):
        return compare_accounts(before, after, comparer, only=only)
    if isinstance(before, PrincipalSide) and isinstance(after, PrincipalSide):
        return compare_principals(before, after, comparer)
    raise UsageError(
        f"{before.label} and {after.label} are not of one kind.",
        hint="compare two policies, two principals (users, roles, groups) or two accounts",
    )
