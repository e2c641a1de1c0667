"""Who gains and loses what by a change: below a dry run's difference, and before a question."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.cli.output.branches import Branch
    from iamctl.cli.run import Run
    from iamctl.service.service import Service

_MOST_PATHS = 6


def permission_members(service: Service) -> dict[str, Any] | None:
    """What the service's last change does to permissions; None where it touched nobody or it is not told."""
    if service.permissions is None:
        return None
    from iamctl.service.permission_changes.wording import permission_members as members_of

    return members_of(service.permissions)


def permission_trees(members: dict[str, Any]) -> list[Branch]:
    """The change's permissions as people read them."""
    from iamctl.cli.comparison_view import comparison_tree

    return [*_escalations(members), *comparison_tree(members)]


def _escalations(members: dict[str, Any]) -> Iterator[Branch]:
    """The ways to reach more that the change opens: they come first."""
    from iamctl.cli.output.branches import Branch

    escalations = members.get("Escalations", ())
    for each in escalations:
        if each["Admin"]:
            yield Branch(f"! new administrator: {each['Principal']}", (), "bold red")
    paths = [path for each in escalations for path in each["Paths"]]
    for path in paths[:_MOST_PATHS]:
        yield _escalation(path)
    if len(paths) > _MOST_PATHS:
        more = f"! and {len(paths) - _MOST_PATHS} new paths of escalation more; `--output json` tells all"
        yield Branch(more, (), "bold red")


def _escalation(path: list[dict[str, Any]]) -> Branch:
    from iamctl.cli.escalation_view import actions_of, road
    from iamctl.cli.output.branches import Branch

    reaches = "administrator" if path[-1]["Admin"] else "more"
    conditions = list(dict.fromkeys(said for step in path for said in step["Condition"]))
    below = [Branch(f"{', '.join(actions_of(step))} on {step['Resource']}") for step in path]
    below += [Branch(f"if {' and '.join(conditions)}")] if conditions else []
    return Branch(f"! new path of escalation to {reaches}: {road(path)}", below, "bold red")


def show_permissions(run: Run, service: Service, members: dict[str, Any] | None) -> None:
    """Write them to stdout, below the difference; nothing where the change touches nobody."""
    if members is not None:
        from iamctl.cli.output.branches import show_branches
        from iamctl.cli.output.streams import write

        write("\n")
        show_branches(permission_trees(members), run.output)
    tell_remarks(run, service, members)


def tell_permissions(run: Run, service: Service) -> None:
    """Say them on stderr, before a question is asked."""
    members = permission_members(service)
    if members is not None:
        from iamctl.cli.output.branches import plain_lines
        from iamctl.cli.output.streams import talk

        talk("".join(f"{line}\n" for root in permission_trees(members) for line in plain_lines(root)))
    tell_remarks(run, service, members)


def tell_remarks(run: Run, service: Service, members: dict[str, Any] | None) -> None:
    """Say what is missing of them."""
    if service.permissions_untold:
        run.note(f"what this does to permissions is not told: {service.permissions_untold}")
    if left := (members or {}).get("NotLookedAt", 0):
        run.note(
            f"{left} more gain something and were not looked at for paths of escalation: `iamctl audit escalation`"
        )
    for remark in (members or {}).get("Remarks", ()):
        run.warn(remark)
