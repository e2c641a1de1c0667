from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.commands.policy.usage_filter import PolicyUsageFilter
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.cli.words import one_of
from iamctl.service.members import policy_entities_members
from iamctl.service.policies import ENTITY_TYPES, list_entities_for_policy

COLUMNS = tuple(Column(member, member) for member in ("Type", "Name", "Id", "Path"))


def list_entities(
    ctx: typer.Context,
    policy: options.PolicyArn,
    entity_filter: Annotated[
        str | None,
        typer.Option(
            "--entity-filter",
            metavar="User|Role|Group",
            help="only entities of this kind",
            callback=one_of("--entity-filter", ENTITY_TYPES),
        ),
    ] = None,
    path_prefix: options.PathPrefix = "/",
    policy_usage_filter: PolicyUsageFilter = None,
) -> None:
    """List the users, groups and roles that a policy hangs on.

    Users and roles that it is the permissions boundary of count too, unless a usage is named.

    Example: iamctl policy list-entities DeployArtifacts
    Example: iamctl policy list-entities AdministratorAccess --entity-filter User --output name
    Example: iamctl policy list-entities PowerUserAccess --policy-usage-filter PermissionsBoundary --json
    """
    run = run_of(ctx)
    service = run.service()
    found = service.call(
        list_entities_for_policy,
        policy_arn=policy,
        entity_filter=entity_filter,
        path_prefix=path_prefix,
        policy_usage_filter=policy_usage_filter,
    )
    if run.output.format in ("json", "jsonl", "yaml", "toml") or run.output.query is not None:
        run.show(Answer(policy_entities_members(*found)))
        return
    # One list for eyes and for scripts that read lines; the API has one for each kind.
    rows = [
        {"Type": entity.kind.capitalize(), "Name": entity.name, "Id": entity.unique_id, "Path": entity.path}
        for entities in found
        for entity in entities
    ]
    empty = f"policy {policy} hangs on nobody that was asked for in account {service.account_id}"
    run.show(Answer({"Entities": rows}, columns=COLUMNS, rows="Entities", name="Name", empty=empty))
