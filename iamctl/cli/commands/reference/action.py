from typing import Annotated, Any

import typer

from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service.reference import is_action_pattern, look_up_actions


def action(
    ctx: typer.Context,
    actions: Annotated[
        list[str],
        typer.Argument(metavar="ACTION...", help="actions, such as s3:GetObject; * and ? stand for others"),
    ],
) -> None:
    """Look up actions: access level, resource types, condition keys, dependent actions.

    A resource type with an asterisk behind it is required. Global condition keys are not repeated for each action.

    Example: iamctl reference action s3:GetObject
    Example: iamctl reference action 's3:Get*Acl' iam:PassRole
    Example: iamctl reference action '*:*Role' --output name
    """
    found = [members for pattern in actions for members in look_up_actions(pattern)]
    run = run_of(ctx)
    if len(actions) == 1 and not is_action_pattern(actions[0]):
        run.show(Answer({"Action": found[0]}, name="Action"))
    else:
        run.show(Answer({"Actions": found}, columns=COLUMNS, rows="Actions", name="Action"))


def _types(row: Any) -> list[str]:
    return [f"{each['ResourceType']}{'*' if each['Required'] else ''}" for each in row["ResourceTypes"]]


def _keys(row: Any) -> list[str]:
    of_types = (key for each in row["ResourceTypes"] for key in each.get("ConditionKeys", ()))
    return sorted({*row["ConditionKeys"], *of_types}, key=str.lower)


COLUMNS = (
    Column("Action", "Action"),
    Column("AccessLevel", "AccessLevel"),
    Column("ResourceTypes", _types),
    Column("ConditionKeys", _keys),
    Column("DependentActions", "DependentActions"),
)
