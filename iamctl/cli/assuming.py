"""Having a session of a role issued, or taking up the one that was kept for exactly this.

Rules kept here:
  * a session that was kept is handed out only if the account says that it lives, or if nothing of the account has
    changed since it said so; and it is renewed five minutes before its end;
  * the caller proves who it is each time, or has changed nothing since it did;
  * with an MFA device and long-term credentials, the code goes into a session of the caller's own (GetSessionToken,
    12 hours), out of which the role is taken on: so that one code serves a working period;
  * only `prompt`, `--mfa-code` or `--mfa-code-stdin` with a refusal have another code spent before that is over: a
    trust policy may ask for a younger one.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html
"""

from __future__ import annotations

import os
from contextlib import ExitStack, contextmanager, suppress
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.cli.session_cache import KeptSession, NotKept, Purpose, SessionCache, Witness, status_of
from iamctl.cli.session_purpose import purpose_of
from iamctl.errors import AccessDenied, NoSuchEntity

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iamctl.cli.callers import Acting
    from iamctl.cli.run import Run
    from iamctl.cli.session_options import CodeSource
    from iamctl.model.tag import Tag
    from iamctl.service.account import Account
    from iamctl.service.service import Service
    from iamctl.service.sts.issuing import Issued

_SETTLED_NS = 2_000_000_000
"""Nanoseconds after which another write of a file shows in its modification time, on every file system."""


class Ask(NamedTuple):
    """What is asked for, as it was typed.

    Attributes:
        duration: seconds or `max`; empty is the default.
        policy: where the session policy is, or the text itself.
        tags: `KEY=VALUE` each.
        mfa_serial: a serial number or a device's name.
    """

    role: str
    code: CodeSource
    session_name: str | None = None
    duration: str = ""
    policy: str | None = None
    policy_arns: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    transitive_tag_keys: tuple[str, ...] = ()
    source_identity: str | None = None
    external_id: str | None = None
    mfa_serial: str | None = None


class GivenPolicy(NamedTuple):
    """A session policy's text, and what to call it in errors."""

    text: str
    source: str


def role_session(run: Run, ask: Ask, *, use_cache: bool = True) -> KeptSession:
    """A session of the role for the run's caller.

    Raises:
        IamctlError: what AssumeRole and GetSessionToken raise, and what is said of bad words.
    """
    policy = policy_given(ask.policy)
    purpose = purpose_of(run, ask, policy.text if policy is not None else None)
    try:
        if not use_cache:
            return _assumed(run, ask, policy, purpose, run.acting, code=ask.mfa_serial is not None)
        return _kept_session(run, ask, policy, purpose)
    except AccessDenied as error:
        presented = run.acting.presented
        if presented is not None and presented.access_key_id.startswith("ASIA"):
            # Most often it is a role taken on before, in the same shell.
            error.hints = (*error.hints, f"you act with the session in {presented.origin}: {presented.way_out}")
        raise


def _kept_session(run: Run, ask: Ask, policy: GivenPolicy | None, purpose: Purpose) -> KeptSession:
    """The session that is kept for the purpose, or a new one that is from now on."""
    cache = SessionCache(os.environ)
    if (kept := cache.find(purpose)) is not None and _is_good(run, cache, kept):
        return kept
    with _alone(cache, purpose):
        if (kept := cache.find(purpose)) is not None and _is_good(run, cache, kept):
            return kept
        issued = _issued(run, ask, policy, purpose, cache)
        cache.forget_expired(_moment())
        _keep(run, cache, issued)
    return issued


@contextmanager
def _alone(cache: SessionCache, purpose: Purpose) -> Iterator[None]:
    """Be the only process that has a session issued for the purpose; where none can be kept, one of several."""
    with ExitStack() as stack:
        with suppress(NotKept):
            stack.enter_context(cache.locked(purpose))
        yield


def _keep(run: Run, cache: SessionCache, kept: KeptSession) -> None:
    """Keep a session for the next command; where that cannot be, it is good for this one."""
    try:
        cache.keep(kept)
    except NotKept as error:
        run.warn(f"the session is not kept for the next command: {error.message.rstrip('.')}")


def _is_good(run: Run, cache: SessionCache, kept: KeptSession) -> bool:
    """Whether a session that was kept is worth handing out.

    Raises:
        IamctlError: the caller has not proved who it is.
    """
    now = _moment()
    if not kept.is_fresh(now):
        return False
    if kept.witness is not None and kept.witness.holds(now):
        return True
    found = _look(run, kept)
    if found is None:
        return False
    files = tuple((path, status_of(path)) for path in found.paths)
    newest = max(status[0] for _, status in files)
    if newest + _SETTLED_NS < now.timestamp() * 1e9 and (again := _look(run, kept)) is not None:
        # What was looked at the second time is what the files said that were looked at before.
        with suppress(NotKept):
            cache.keep(kept._replace(witness=Witness(files, again.until)))
    return True


class _Found(NamedTuple):
    """What keeps a session alive: these files as they are, until the caller's own credentials end."""

    paths: tuple[str, ...]
    until: datetime | None


def _look(run: Run, kept: KeptSession) -> _Found | None:
    """Ask the account whether the session lives and is this caller's; None where not."""
    from iamctl import bootstrap
    from iamctl.service.held_sessions import caller_until, files_that_tell, why_worthless

    service = run.service()
    if service.account_id != kept.account_id:
        return None
    with service.lookups() as reading:
        account = reading.account
        if account.caller != kept.caller or why_worthless(account, kept.credentials) is not None:
            return None
        places, until = files_that_tell(account, kept.credentials), caller_until(account)
    folder = run.folder(kept.account_id)
    files = [folder / place for place in places]
    paths = {
        *files,
        *(file.parent for file in files if file.parent != folder),  # SQLite's files come and go there
        *bootstrap.ledger_files(folder),
        *bootstrap.files_that_choose(run.data_dir),
    }
    return _Found(tuple(sorted(map(str, paths))), until)


def _issued(run: Run, ask: Ask, policy: GivenPolicy | None, purpose: Purpose, cache: SessionCache) -> KeptSession:
    if ask.mfa_serial is None:
        return _assumed(run, ask, policy, purpose, run.acting, code=False)
    serial = _serial_number(run, ask.mfa_serial)
    if serial is None:
        return _assumed(run, ask, policy, purpose, run.acting, code=True)
    own = Purpose(purpose.place, purpose.caller, "GetSessionToken", serial_number=serial)
    with _alone(cache, own):
        kept = cache.find(own)
        was_kept = kept is not None and _is_good(run, cache, kept)
        if kept is None or not was_kept:
            kept = _with_code(run, ask.code, own)
            _keep(run, cache, kept)
        try:
            return _assumed(run, ask, policy, purpose, _by(kept), code=False)
        except AccessDenied:
            if not (was_kept and ask.code.is_said):
                raise
        kept = _with_code(run, ask.code, own)
        _keep(run, cache, kept)
    return _assumed(run, ask, policy, purpose, _by(kept), code=False)


def _serial_number(run: Run, device: str) -> str | None:
    """The serial number of the caller's device; None where the caller may have no session of its own.

    Raises:
        AccessDenied: the caller has no such device.
    """
    with run.service().lookups() as reading:
        return serial_number_of(reading.account, device) if _is_long_term(reading.account) else None


def serial_number_of(account: Account, device: str) -> str:
    """What STS takes for the caller's device: its serial number, which may be given as its name."""
    from iamctl.service.mfa_codes import devices_of
    from iamctl.service.sts.mfa import owner_of_devices

    owner = owner_of_devices(account, account.standing)
    named = [each.serial_number for each in (devices_of(owner) if owner is not None else ()) if each.name == device]
    return named[0] if named else device


def _is_long_term(account: Account) -> bool:
    """Whether the caller may have a session of its own: no role, and no session yet."""
    from iamctl.service.sts.mfa import owner_of_devices

    standing = account.standing
    return standing is not None and standing.session is None and owner_of_devices(account, standing) is not None


def _with_code(run: Run, code: CodeSource, own: Purpose) -> KeptSession:
    """A session of the caller's own, for a code."""
    from iamctl.service.sts.session_token import get_session_token

    assert own.serial_number is not None
    service = run.service()
    token_code = code.code(run, own.serial_number)
    issued = service.call(get_session_token, serial_number=own.serial_number, token_code=token_code)
    return kept_of(own, service, issued)


def _assumed(
    run: Run, ask: Ask, policy: GivenPolicy | None, purpose: Purpose, acting: Acting, *, code: bool
) -> KeptSession:
    """The session that AssumeRole gives.

    Args:
        code: whether the call itself carries the MFA code.
    """
    from iamctl import bootstrap
    from iamctl.service.sts.assume_role import assume_role, caller_of_assume_role

    token_code = ask.code.code(run, ask.mfa_serial) if code and ask.mfa_serial is not None else None
    service = run.service(acting=acting)
    with service.change() as change:
        account = change.account
        caller_of_assume_role(account)
        caller = account.caller
        issued = change.call(
            assume_role,
            role_arn=ask.role,
            role_session_name=ask.session_name if ask.session_name is not None else bootstrap.session_name(),
            duration_seconds=_seconds(account, ask),
            policy=document_text(policy),
            policy_arns=policy_arns_meant(account, ask.policy_arns),
            tags=_tags(ask),
            transitive_tag_keys=ask.transitive_tag_keys,
            external_id=ask.external_id,
            serial_number=serial_number_of(account, ask.mfa_serial) if code and ask.mfa_serial is not None else None,
            token_code=token_code,
            source_identity=ask.source_identity,
        )
    return kept_of(purpose, service, issued)._replace(caller=caller)


def policy_arns_meant(account: Account, words: Sequence[str]) -> tuple[str, ...]:
    """The ARNs of managed policies, which may be given by name or unique id.

    A name that none has becomes the ARN that it would have: the operation says so, once the caller has been let in.

    Raises:
        InvalidInput: a name that both the account and AWS have.
    """
    return tuple(word if word.startswith("arn:") else _policy_arn(account, word) for word in words)


def _policy_arn(account: Account, word: str) -> str:
    from iamctl.service.lookup import the_policy

    try:
        return the_policy(account, word).arn
    except NoSuchEntity:
        return f"arn:aws:iam::{account.account_id}:policy/{word}"


def kept_of(purpose: Purpose, service: Service, issued: Issued) -> KeptSession:
    """A session that was just issued by this service, as it is kept."""
    from iamctl.service.issued_members import principal_members

    members: dict[str, Any] = principal_members(issued)
    return KeptSession(purpose, service.account_id, service.caller, issued.arn, issued.credentials, members)


def _by(kept: KeptSession) -> Acting:
    """Who has the session."""
    from iamctl.cli.callers import Acting
    from iamctl.service.sts.presenting import Presented

    credentials = kept.credentials
    presented = Presented(
        credentials.access_key_id,
        credentials.secret_access_key,
        credentials.session_token,
        origin="the session that an MFA code gave",
        way_out="`iamctl creds cache clear` and a code of the device give another",
    )
    return Acting(presented=presented)


def _seconds(account: Account, ask: Ask) -> int | None:
    if ask.duration != "max":
        return int(ask.duration) if ask.duration else None
    from iamctl.service.sts.assume_role import find_role, longest_duration

    role = find_role(account, ask.role)
    assert account.standing is not None
    return longest_duration(role, account.standing) if role is not None else None


def _tags(ask: Ask) -> tuple[Tag, ...]:
    if not ask.tags:
        return ()
    from iamctl.cli.options import parse_tags

    return parse_tags(list(ask.tags))


def policy_given(argument: str | None) -> GivenPolicy | None:
    """The session policy that an option names or is, as it was typed.

    Raises:
        InvalidInput: it cannot be read.
    """
    if argument is None:
        return None
    from iamctl.cli.input import LARGEST_DOCUMENT, read_argument

    return GivenPolicy(*read_argument(argument, option="--session-policy", largest=LARGEST_DOCUMENT))


def document_text(policy: GivenPolicy | None) -> str | None:
    """The session policy as STS takes it: JSON.

    Raises:
        MalformedPolicyDocument: it is no policy, with line and column.
    """
    if policy is None:
        return None
    from iamctl.service.documents import document_from

    return document_from(policy.text, policy.source, "session").text


def _moment() -> datetime:
    return datetime.now(UTC)  # noqa: TID251 - bootstrap, where the clock is, takes 15 ms to import
