"""What a session is kept for, from the words of the command line and the environment.

Nothing is looked up: an account that is named by its alias and by its id are two purposes, with a session each.
"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from iamctl.cli.session_cache import Purpose

if TYPE_CHECKING:
    from iamctl.cli.assuming import Ask
    from iamctl.cli.run import Run


def purpose_of(run: Run, ask: Ask, policy: str | None) -> Purpose:
    """What a session is kept for that is issued to the run's caller.

    Args:
        policy: the session policy's text, as it was typed.
    """
    return Purpose(
        place=_place(run),
        caller=_caller(run),
        operation="AssumeRole",
        role=ask.role,
        session_name=ask.session_name,
        duration=ask.duration,
        policy=policy,
        policy_arns=ask.policy_arns,
        tags=tuple(_pair(tag) for tag in ask.tags),
        transitive_tag_keys=ask.transitive_tag_keys,
        source_identity=ask.source_identity,
        external_id=ask.external_id,
        serial_number=ask.mfa_serial,
    )


def _pair(tag: str) -> tuple[str, str]:
    key, _, value = tag.partition("=")
    return key, value


def _place(run: Run) -> tuple[str, ...]:
    """Which account is meant, by what says it: finding it out would take as long as all else here."""
    settings, environ = run.settings, os.environ
    account = settings.account or ""
    if settings.data_dir is not None:
        return (os.path.abspath(os.path.expanduser(settings.data_dir)), account)  # noqa: PTH100, PTH111
    return ("", environ.get("XDG_DATA_HOME", ""), environ.get("HOME", ""), account)


def _caller(run: Run) -> str:
    """Who asks, by what says it; of credentials no secret."""
    from iamctl.cli.callers import KEY, OLD_TOKEN, SECRET, TOKEN, presents_aws_variables

    settings = run.settings
    said = settings.caller is not None or settings.profile is not None
    if said and not settings.caller_is_default and settings.caller is not None:
        return f"as {settings.caller}"
    if (settings.caller_is_default or not said) and presents_aws_variables(os.environ):
        values = [os.environ.get(name, "") for name in (KEY, SECRET, TOKEN, OLD_TOKEN)]
        return f"{values[0]} {_digest(values)}"
    acting = run.acting
    if acting.presented is None:
        return f"as {acting.named or 'root'}"
    token = acting.presented.session_token
    secrets = [acting.presented.secret.reveal(), token.reveal() if token is not None else ""]
    return f"{acting.presented.access_key_id} {_digest(secrets)}"


def _digest(values: list[str]) -> str:
    import hashlib

    return hashlib.sha256("\0".join(values).encode("utf-8", "surrogateescape")).hexdigest()
