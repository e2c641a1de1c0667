"""The roles that the caller may take on: listed, or offered to a person."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.cli.output.answer import Answer, Column
from iamctl.errors import UsageError

if TYPE_CHECKING:
    from iamctl.cli.assuming import Ask
    from iamctl.cli.run import Run
    from iamctl.service.assumable_roles import AssumableRole

COLUMNS = tuple(Column(member, member) for member in ("RoleName", "Arn", "MaxSessionDuration", "NeedsMFA"))


def show_assumable(run: Run, ask: Ask) -> None:
    """List them.

    Raises:
        AccessDenied: the caller is the root user.
    """
    rows = [_members(each) for each in _found(run, ask)]
    run.show(Answer({"Roles": rows}, columns=COLUMNS, rows="Roles", name="RoleName", empty="no role to take on"))


def choose(run: Run, ask: Ask) -> str:
    """The ARN of the role that a person chooses.

    Raises:
        UsageError: nobody is there to ask, or there is no role.
    """
    if not run.is_someone_there:
        raise UsageError(
            "Nobody is there to choose a role.", hint="name it; `iamctl assume --list` lists those you may"
        )
    from iamctl.cli.output.ask import choose_one

    found = _found(run, ask)
    if not found:
        raise UsageError("There is no role that you may take on.", hint="see `iamctl whoami` for who you are")
    lines = [f"{each.role.role_name}{'  (with MFA)' if each.needs_mfa else ''}" for each in found]
    return found[choose_one("Which role?", lines)].role.arn


def _found(run: Run, ask: Ask) -> list[AssumableRole]:
    from iamctl import bootstrap
    from iamctl.cli.options import parse_tags
    from iamctl.service.assumable_roles import assumable_roles
    from iamctl.service.sts.assume_role import Wish, check_wish

    wish = Wish(
        role_session_name=ask.session_name or bootstrap.session_name(),
        tags=parse_tags(list(ask.tags)),
        transitive_tag_keys=ask.transitive_tag_keys,
        external_id=ask.external_id,
        source_identity=ask.source_identity,
    )
    check_wish(wish)
    with run.service().lookups() as reading:
        return assumable_roles(reading.account, wish)


def _members(each: AssumableRole) -> dict[str, Any]:
    return {
        "RoleName": each.role.role_name,
        "Arn": each.role.arn,
        "MaxSessionDuration": each.longest,
        "NeedsMFA": each.needs_mfa,
    }
