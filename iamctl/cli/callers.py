"""Who acts in a run: somebody who is named, credentials that are presented, or else the account's owner.

The first of these that is there:
  1. `--as` or `--profile`; 2. IAMCTL_AS, else IAMCTL_PROFILE;
  3. AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN of the environment;
  4. the login of this terminal; 5. `as` or `profile` of the config file; 6. the owner.

What is there but is worth nothing is refused by the account that it is presented to; nothing further down is tried.
A profile is a login that was kept under the name, else the one of that name in the AWS shared credentials file.

Source: https://docs.aws.amazon.com/cli/latest/userguide/cli-configure-envvars.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.cli.cache_folder import folder_of_logins
from iamctl.errors import IncompleteSignature, InvalidClientTokenId, InvalidInput, NoSuchEntity

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamctl.cli.logins import Login
    from iamctl.cli.settings import Settings
    from iamctl.service.sts.presenting import Presented

KEY, SECRET, TOKEN, OLD_TOKEN = "AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_SECURITY_TOKEN"


class Acting(NamedTuple):
    """Who acts: one of both, or neither for the owner.

    Attributes:
        named: as `--as` has it.
    """

    named: str | None = None
    presented: Presented | None = None

    @property
    def is_owner(self) -> bool:
        """Whether it is who owns the folder, bound by nothing."""
        if self.presented is not None:
            return False
        named = self.named
        return named in (None, "root") or (named.startswith("arn:aws:iam::") and named.endswith(":root"))


def acting_in(settings: Settings, environ: Mapping[str, str]) -> Acting:
    """Who acts in a run with these settings.

    Raises:
        IncompleteSignature: the credentials lack a half.
        InvalidClientTokenId: they have two session tokens.
        NoSuchEntity: there is no such profile.
        InvalidInput, StorageFailure: what keeps them cannot be read.
    """
    if not settings.caller_is_default and (said := _said(settings, environ)) is not None:
        return said
    if presents_aws_variables(environ):
        return Acting(presented=_of_environment(environ))
    if folder_of_logins(environ).is_dir():  # who never logs in pays for this look alone
        from iamctl.cli.logins import find_of_terminal

        if (login := find_of_terminal(environ)) is not None:
            return Acting(presented=presented_of(login))
    return _said(settings, environ) or Acting()


def presented_of(login: Login) -> Presented:
    """A login as credentials."""
    from iamctl.service.sts.presenting import Presented

    option = f" --profile {login.place.removeprefix('the profile ')}" if login.place.startswith("the profile ") else ""
    return Presented(
        login.access_key_id,
        login.secret,
        login.session_token,
        origin=f"the login of {login.place}",
        way_out=f"`iamctl login{option}` for another one, `iamctl logout{option}` to act as the owner again",
    )


def presents_aws_variables(environ: Mapping[str, str]) -> bool:
    """Whether the environment has AWS credentials, or a part of them."""
    return any(environ.get(name) for name in (KEY, SECRET, TOKEN, OLD_TOKEN))


def _said(settings: Settings, environ: Mapping[str, str]) -> Acting | None:
    """What `--as` or `--profile` says, a variable or the config file in its stead; None where none says anything."""
    if settings.caller is not None:
        return Acting(named=settings.caller)
    if settings.profile is not None:
        return Acting(presented=_of_profile(environ, settings.profile))
    return None


def _of_environment(environ: Mapping[str, str]) -> Presented:
    from iamctl.service.sts.session_tokens import INVALID

    tokens = [environ[name] for name in (TOKEN, OLD_TOKEN) if environ.get(name)]
    if len(set(tokens)) > 1:
        raise InvalidClientTokenId(
            INVALID, hint=f"{TOKEN} and {OLD_TOKEN} of the environment differ: unset one of them"
        )
    present = [name for name in (KEY, SECRET, TOKEN, OLD_TOKEN) if environ.get(name)]
    return _presented(
        environ.get(KEY, ""),
        environ.get(SECRET, ""),
        tokens[0] if tokens else "",
        origin="the environment (AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY, AWS_SESSION_TOKEN)",
        way_out=f"`unset {' '.join(present)}`, or say `--as root`",
    )


def _of_profile(environ: Mapping[str, str], name: str) -> Presented:
    from iamctl.cli.logins import find_of_profile
    from iamctl.cli.shared_credentials import check_profile_name, credentials_in, shared_credentials_file, text_of

    check_profile_name(name)
    if (login := find_of_profile(environ, name)) is not None:
        return presented_of(login)
    path = shared_credentials_file(environ)
    found = credentials_in(text_of(path), name)
    if found is None:
        raise NoSuchEntity(
            "profile", name, hint=[f"log in with `iamctl login --profile {name}`", f"profiles are looked up in {path}"]
        )
    if not any(found):
        raise InvalidInput(
            f"The profile {name} in {path} has no access key.",
            hint="profiles that name a role or a command are for AWS's clients; use one with a key",
        )
    return _presented(*found, origin=f"the profile {name} in {path}", way_out="say `--as root` to act as the owner")


def _presented(access_key_id: str, secret: str, session_token: str, *, origin: str, way_out: str) -> Presented:
    from iamctl.model.secret import Secret
    from iamctl.service.sts.presenting import Presented, check_complete

    try:
        check_complete(access_key_id, secret, session_token, origin)
    except IncompleteSignature as error:
        error.hints = (*error.hints, way_out)
        raise
    return Presented(access_key_id, Secret(secret), Secret(session_token) if session_token else None, origin, way_out)
