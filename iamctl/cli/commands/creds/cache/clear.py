import os
from typing import Annotated

import typer

from iamctl.cli.run import run_of
from iamctl.cli.session_cache import KeptSession, SessionCache
from iamctl.errors import NoSuchEntity


def clear(
    ctx: typer.Context,
    role: Annotated[
        str | None,
        typer.Option("--role", metavar="ROLE", help="only sessions of this role: its name or a session's ARN"),
    ] = None,
) -> None:
    """Forget the sessions that are kept for the next command.

    They are not ended: who has copied one has it until it expires. `iamctl creds session revoke` ends one.

    Example: iamctl creds cache clear
    """
    run = run_of(ctx)
    cache = SessionCache(os.environ)
    if role is None:
        count = cache.clear()
    else:
        found = [kept for kept in cache.all() if _is_of(kept, role)]
        if not found:
            raise NoSuchEntity("kept session of", role, hint="list them with `iamctl creds cache list`")
        for kept in found:
            cache.forget(kept)
        count = len(found)
    run.note(f"{count} session{'' if count == 1 else 's'} forgotten")


def _is_of(kept: KeptSession, role: str) -> bool:
    name = kept.arn.split("/")[1] if ":assumed-role/" in kept.arn else None
    return role == kept.arn or (name is not None and role.rpartition("/")[2].lower() == name.lower())
