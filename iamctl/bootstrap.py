"""The only place that makes the real things: clock, ids, entropy, stores, services."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.service.permission_changes.care import CARELESS, Care
from iamctl.service.service import Service
from iamctl.store.accounts import Accounts
from iamctl.store.toml_store import TomlStore

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iamctl.model.account_settings import AccountSettings
    from iamctl.model.policy import Policy
    from iamctl.reference.managed_policies import ManagedPolicies, ManagedPolicySummary
    from iamctl.service.sts.identity_providers import IdentityProviders
    from iamctl.service.sts.presenting import Presented
    from iamctl.store.codec.parts import DocumentProblem
    from iamctl.store.protocol import History, Shelves
    from iamctl.store.vault.data_key import KeyPlaces

_BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"


def data_dir(override: str | None = None) -> Path:
    """Where the accounts lie: the override, else `$IAMCTL_HOME`, else the user's data folder of the platform."""
    if chosen := override or os.environ.get("IAMCTL_HOME"):
        return Path(chosen).expanduser().absolute()
    if sys.platform.startswith("linux"):
        # What platformdirs answers here too, without its 3 ms. A relative path is none:
        # https://specifications.freedesktop.org/basedir-spec/latest/
        folder = Path(os.environ.get("XDG_DATA_HOME", ""))
        return (folder if folder.is_absolute() else Path("~/.local/share").expanduser()) / "iamctl"
    import platformdirs

    return platformdirs.user_data_path("iamctl", appauthor=False)


def ledger_files(folder: Path) -> tuple[Path, ...]:
    """The files one of which every change of the account in this folder writes, the ending of a session too."""
    from iamctl.store.ledger import LEDGER_FILE

    return folder / LEDGER_FILE, folder / f"{LEDGER_FILE}-wal"


def files_that_choose(directory: Path) -> tuple[Path, ...]:
    """What says which account of a data dir is meant, where nobody does: the choice, and which accounts there are."""
    return directory / "current-account", directory / "accounts"


class VaultKeys(NamedTuple):
    """Where the data keys of vaults come from.

    Attributes:
        config_dir: the folder of the config file; key files lie beside it.
        passphrase: asks for the passphrase; told whether it is a new one.
    """

    config_dir: Path
    passphrase: Callable[[bool], str]

    def places(self) -> KeyPlaces:
        from iamctl.store.vault.data_key import KeyPlaces  # only who keeps secrets pays for it

        return KeyPlaces(self.config_dir / "vault-keys", self.passphrase)


def accounts(
    directory: str | None = None, *, lock_timeout: float | None = None, keys: VaultKeys | None = None
) -> Accounts:
    """The accounts of the data folder; without keys their vaults stay shut."""

    def open_store(folder: Path, account_id: str) -> TomlStore:
        return TomlStore(
            folder,
            account_id,
            time=_time,
            check=check_document,
            lock_timeout=lock_timeout,
            key_places=keys.places if keys else None,
        )

    return Accounts(data_dir(directory), open_store)


def open_service(
    *,
    directory: str | None = None,
    account: str | None = None,
    caller: str | None = None,
    presented: Presented | None = None,
    allow_lock_out: bool = False,
    care: Care = CARELESS,
    dry_run: bool = False,
    lock_timeout: float | None = None,
    keys: VaultKeys | None = None,
) -> Service:
    """A service on the account that is meant.

    Args:
        account: id or alias; None is the one in use, else the only one.
        caller: `root`, or a user's or role's name, ARN or unique id; None is the account's root user.
        presented: the caller's credentials, in the place of its name; they say which account is meant where nothing
            else does.
        allow_lock_out: let a change take away the caller's own right to administer.
        care: how the permissions of changes are looked at.
        keys: by which the vault opens; without, it stays shut.

    Raises:
        NoSuchEntity: there is no such account.
        InvalidClientTokenId: the credentials are of no account that is here.
    """
    found = accounts(directory, lock_timeout=lock_timeout, keys=keys)
    account_id = found.resolve(account) if presented is None or account else _account_of(found, presented)
    return service_on(
        found.store(account_id),
        caller=caller,
        presented=presented,
        allow_lock_out=allow_lock_out,
        care=care,
        dry_run=dry_run,
    )


def _account_of(found: Accounts, presented: Presented) -> str:
    """The account that the key id carries.

    Raises:
        InvalidClientTokenId: there is no such account here, or the key id carries none.
    """
    from iamctl.service.sts.presenting import foreign, named_account

    account_id = named_account(presented)
    if account_id is None or account_id not in found.ids():
        raise foreign(presented, account_id)
    return account_id


def service_on(
    store: TomlStore,
    *,
    caller: str | None = None,
    presented: Presented | None = None,
    allow_lock_out: bool = False,
    care: Care = CARELESS,
    dry_run: bool = False,
) -> Service:
    """A service on this store, for this caller."""
    root = f"arn:aws:iam::{store.account_id}:root"
    acting_as = None if caller in (None, "root", root, store.account_id) else caller
    return Service(
        store,
        now=now,
        new_id=new_id,
        aws_policies=PublishedPolicies(),
        caller=root,
        acting_as=acting_as,
        presented=presented,
        session_name=session_name() if acting_as is not None else "",
        allow_lock_out=allow_lock_out,
        care=care,
        dry_run=dry_run,
        past=past_shelves,
        entropy=os.urandom,
        identity_providers=identity_providers,
    )


def identity_providers() -> IdentityProviders:
    """How identity providers are asked: over the network, their keys kept in the cache folder.

    `IAMCTL_AMAZON_TOKENINFO_URL` and `IAMCTL_FACEBOOK_GRAPH_URL` say where Amazon's and Facebook's access tokens are
    asked about, in the place of their own addresses. A provider whose own URL names this machine is asked on it.
    """
    from functools import partial

    from iamctl.federation.oidc.access_token import Endpoints  # only who comes with a token pays for these
    from iamctl.federation.oidc.http_fetch import fetch_for
    from iamctl.federation.oidc.key_cache import KeyCache
    from iamctl.federation.oidc.key_source import KeySource
    from iamctl.service.sts.identity_providers import IdentityProviders

    published = Endpoints()
    return IdentityProviders(
        KeySource(partial(fetch_for, allow_loopback=True), KeyCache(cache_dir() / "identity-provider-keys")),
        Endpoints(
            os.environ.get("IAMCTL_AMAZON_TOKENINFO_URL") or published.amazon,
            os.environ.get("IAMCTL_FACEBOOK_GRAPH_URL") or published.facebook,
        ),
        post_for=lambda issuer: fetch_for(issuer, allow_loopback=True).post,
    )


def cache_dir() -> Path:
    """The folder of what may be lost: `$IAMCTL_CACHE_DIR`, else the user's cache folder of the platform."""
    if chosen := os.environ.get("IAMCTL_CACHE_DIR"):
        return Path(chosen).expanduser().absolute()
    if sys.platform.startswith("linux"):
        folder = os.environ.get("XDG_CACHE_HOME", "").strip()
        return (Path(folder) if folder else Path("~/.cache").expanduser()) / "iamctl"
    import platformdirs

    return platformdirs.user_cache_path("iamctl", appauthor=False)


def session_name() -> str:
    """What a role's session is called after: the user of the machine, as far as STS takes the name, else `iamctl`.

    Source: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html
    """
    import getpass
    import re

    try:
        user = getpass.getuser()
    except (OSError, KeyError):
        return "iamctl"
    return user if re.fullmatch(r"[\w+=,.@-]{2,64}", user, re.ASCII) else "iamctl"


def past_shelves(history: History, number: int, account_id: str) -> Shelves:
    """The account right after one of its revisions."""
    from iamctl.store.past_shelves import past_shelves as shelves  # only a question about the past pays for it

    return shelves(history, number, account_id)


@contextmanager
def new_account(
    settings: AccountSettings,
    *,
    directory: str | None = None,
    dry_run: bool = False,
    keys: VaultKeys | None = None,
    vault_key: str | None = None,
) -> Iterator[Service]:
    """A service on an account that comes into being at the end of the block, if nothing raises and it is no dry run.

    A dry run is made in a folder that goes again; its changes begin with account.toml.

    Args:
        vault_key: who has the data key of its vault: `keyring`, `passphrase` or `file`; without, the first secret
            makes the vault.

    Raises:
        EntityAlreadyExists: there is an account with this id or alias.
        StorageFailure: the machine is in the way.
    """
    found = accounts(directory, keys=keys)
    if not dry_run:
        with found.new(settings) as store:
            try:
                if vault_key is not None:
                    store.make_vault(vault_key)
                yield service_on(store)
            except BaseException:
                store.forget_vault_key()
                raise
        return
    import tempfile  # only a dry run pays for it

    found.check_free(settings)
    with tempfile.TemporaryDirectory(prefix="iamctl-") as scratch, accounts(scratch).new(settings) as store:
        service = service_on(store, dry_run=True)
        yield service
        if (creation := service.history().revision(1)) is not None:
            service.changes[:0] = creation.files  # account.toml was there before the change


def now() -> datetime:
    """The present moment: UTC, whole seconds."""
    return datetime.now(UTC).replace(microsecond=0)


def new_id(prefix: str) -> str:
    """A unique id: the prefix and 17 random base32 characters (85 bits).

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
    """
    # Not `secrets`: it imports hashlib, 5 ms. 256 is a multiple of 32, so every character is as likely.
    return prefix + "".join(_BASE32[byte % 32] for byte in os.urandom(17))


def new_account_id() -> str:
    """Twelve random digits, the first of them no zero."""
    import secrets  # a rare path pays its 5 ms

    return str(secrets.randbelow(9 * 10**11) + 10**11)


def check_document(tree: Any, kind: str) -> list[DocumentProblem]:
    """Hold a document that a person wrote into a file against the grammar of its kind."""
    from iamctl.policy.document import check_document as check
    from iamctl.policy.kinds import PolicyKind
    from iamctl.store.codec.parts import DocumentProblem

    return [
        DocumentProblem(found.path, found.sentence, found.detail) for found in check(tree, PolicyKind[kind.upper()])
    ]


class PublishedPolicies:
    """AWS's managed policies, whose table is opened when the first one is asked for."""

    @cached_property
    def _table(self) -> ManagedPolicies:
        from iamctl.reference.managed_policies import ManagedPolicies

        return ManagedPolicies()

    def find(self, name: str) -> Policy | None:
        return self._table.find(name)

    def find_arn(self, arn: str) -> Policy | None:
        return self._table.find_arn(arn)

    def find_id(self, policy_id: str) -> Policy | None:
        return self._table.find_id(policy_id)

    def names(self) -> list[str]:
        return self._table.names()

    def summaries(self) -> list[ManagedPolicySummary]:
        return list(self._table.summaries())


def _time() -> str:
    return f"{now():%Y-%m-%dT%H:%M:%SZ}"
