"""Escalations as members, in AWS's words."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.analysis.escalation.primitives import Gives
from iamctl.analysis.escalation.table import JOINED
from iamctl.service.questions.members import statement_members

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamctl.analysis.escalation.standing import Path, Proof, Step
    from iamctl.service.escalation.escalations import Escalation
    from iamctl.service.members import Members


def escalation_members(found: Escalation) -> Members:
    """One user or role; `Conditional` is that every path hangs on what the account does not decide."""
    return {
        "Principal": found.principal,
        "Admin": found.is_admin,
        "Escalates": found.escalates,
        "ReachesAdmin": found.reaches_admin,
        "Conditional": found.is_conditional,
        "Paths": [path_members(path) for path in found.paths],
        "MorePaths": not found.is_complete,
    }


def path_members(path: Path) -> list[Members]:
    """The steps in their order; the last says what the path comes to."""
    steps = [step_members(step) for step in path.steps]
    steps[-1] |= {"Admin": path.is_admin, "Road": _road(path)}
    if path.gains is not None:
        steps[-1]["Gains"] = _proof_members(path.gains)
    return steps


def step_members(step: Step) -> Members:
    """One move. `Action` is a text where there is one, else a list, as in policies; `Statement` is what permits it."""
    move = step.move
    main = step.proofs[0]
    actions = list(dict.fromkeys(proof.request.action for proof in step.proofs))
    statements = [statement_members(*deciding) for deciding in main.decision.deciding]
    return {
        "Primitive": move.primitive.id,
        "Title": move.primitive.title,
        "Category": _category(step),
        "From": move.actor.arn,
        "To": move.reached.arn,
        "Action": actions[0] if len(actions) == 1 else actions,
        "Resource": move.resource,
        "Gives": _gives(step),
        "Statement": statements[0] if statements else None,
        "Condition": list(step.conditions),
        "Requests": [_proof_members(proof) for proof in step.proofs],
    }


def _category(step: Step) -> str:
    """The row's; to change somebody else is a step to becoming that one."""
    move = step.move
    category = move.primitive.category.value
    return "principal" if category == "self" and move.reached.arn != move.actor.arn else category


def _gives(step: Step) -> str:
    """What the target has then that it had not."""
    move = step.move
    if move.primitive.gives in (Gives.CONTROL, Gives.PART):
        return f"the permissions of {_name(move.reached.arn)}" + (f" for {move.reached.part}" * bool(move.reached.part))
    change = move.reached.changes[-1]
    said = change.gives.value
    if change.gives is Gives.ANYTHING:
        return said
    return f"{said}: {change.name.replace(chr(10), ', ')}" if change.name else said


def _name(arn: str) -> str:
    kind, _, rest = arn.split(":", 5)[5].partition("/")
    return f"{kind} {rest.rpartition('/')[2]}"


def _road(path: Path) -> str:
    """The name that the path has of old: of a row, or of two rows about one target."""
    ids = tuple(step.move.primitive.id for step in path.steps)
    if len(ids) == 1:
        return ids[0]
    last, before = path.steps[-1], path.steps[-2]
    if last.move.reached.arn == before.move.reached.arn and len(ids) == 2:
        return JOINED.get(ids) or JOINED.get((ids[1], ids[0])) or "+".join(ids)
    return "+".join(ids)


def _proof_members(proof: Proof) -> Members:
    request = proof.request
    members: dict[str, Any] = {
        "Principal": request.principal.arn,
        "Action": request.action,
        "Resource": request.resource,
        "Statements": [statement_members(*deciding) for deciding in proof.decision.deciding],
    }
    if proof.stated:
        members["Context"] = _context(dict(proof.stated))
    return members


def _context(stated: Mapping[str, str | tuple[str, ...]]) -> dict[str, Any]:
    return {key: value if isinstance(value, str) else list(value) for key, value in stated.items()}
