import os
from typing import Annotated

import typer

from iamctl.cli.logins import Login, all_logins, find_of_profile, find_of_terminal, forget
from iamctl.cli.run import Run, run_of
from iamctl.errors import ExpiredToken, InvalidClientTokenId, NoSuchEntity, UsageError

All = Annotated[bool, typer.Option("--all", help="every login of yours, of whichever terminal or profile")]


def logout(ctx: typer.Context, all_of_them: All = False) -> None:
    """End the login of this terminal, or of `--profile NAME`; the account no longer takes its session.

    Whatever came out of the session, such as a role that was assumed with it, ends too.

    Example: iamctl logout --all
    """
    run = run_of(ctx)
    for login in _meant(run, all_of_them=all_of_them):
        _end(run, login)


def _meant(run: Run, *, all_of_them: bool) -> list[Login]:
    """The logins that are to be ended.

    Raises:
        NoSuchEntity: there is none.
        UsageError: one and all of them were named.
    """
    if all_of_them:
        if "profile" in run.given:
            raise UsageError("--all and --profile are two ways to say which.", hint="leave one of them out")
        return all_logins(os.environ)
    profile = run.settings.profile
    if profile is not None and not run.settings.caller_is_default:
        found, place = find_of_profile(os.environ, profile), f"the profile {profile}"
    else:
        found, place = find_of_terminal(os.environ), "this terminal"
    if found is None:
        raise NoSuchEntity("login", place, hint="`iamctl logout --all` ends those of all terminals and profiles")
    return [found]


def _end(run: Run, login: Login) -> None:
    from iamctl.cli.callers import Acting, presented_of
    from iamctl.service.sts.presenting import named_account
    from iamctl.service.sts.sessions import end_session

    presented = presented_of(login)
    try:
        # The account is the one whose session it is, whichever one other commands mean.
        service = run.service(account=named_account(presented), acting=Acting(presented=presented))
        service.call(end_session, access_key_id=login.access_key_id)
    except (ExpiredToken, InvalidClientTokenId, NoSuchEntity):
        run.note(f"the session of {login.place} was over already")
    forget(login.file)
    run.note(f"{login.arn} is signed out of {login.place}")
