"""A refactoring made, by the operations that a person would call, and told as members."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.service import attachments, inline_policies
from iamctl.service.policies import create_policy
from iamctl.service.policy_versions import create_policy_version
from iamctl.service.refactoring.held import INLINE, MANAGED

if TYPE_CHECKING:
    from iamctl.analysis.simplification import Dropped, Said
    from iamctl.service.members import Members
    from iamctl.service.refactoring.plan import Plan, Written
    from iamctl.service.service import Change

_NAMED = {"user": "user_name", "group": "group_name", "role": "role_name"}


def carry_out(change: Change, plan: Plan) -> None:
    """Write what is new and take off what it replaces, within one change.

    Raises:
        LimitExceeded: a policy has all the versions that it may have.
    """
    kind = plan.identity.kind
    whose = {_NAMED[kind]: plan.identity.name}
    written = {each.name for each in plan.written}
    for held in plan.replaced:
        if held.kind == INLINE and held.name not in written:
            change.call(getattr(inline_policies, f"delete_{kind}_policy"), policy_name=held.name, **whose)
    for each in plan.written:
        if each.kind == INLINE:
            put = getattr(inline_policies, f"put_{kind}_policy")
            change.call(put, policy_name=each.name, policy_document=each.document, **whose)
        elif not each.name.startswith("arn:"):
            made = change.call(create_policy, policy_name=each.name, policy_document=each.document)
            change.call(getattr(attachments, f"attach_{kind}_policy"), policy_arn=made.arn, **whose)
        else:
            change.call(create_policy_version, policy_arn=each.name, policy_document=each.document, set_as_default=True)
    for held in (*plan.replaced, *plan.redundant):
        if held.kind != INLINE and held.name not in written:
            change.call(getattr(attachments, f"detach_{kind}_policy"), policy_arn=held.name, **whose)


def plan_members(plan: Plan) -> Members:
    """The plan as JSON has it; sizes are characters without white space."""
    before, after = plan.sizes
    return {
        "Arn": plan.identity.arn,
        "Changes": plan.changes,
        "Proof": "equal",
        "Before": [
            {"Policy": each.label, "Kind": each.kind, "Size": each.document.size}
            for each in (*plan.replaced, *plan.redundant)
        ],
        "After": [_written_members(each) for each in plan.written],
        "Size": {"Before": before, "After": after},
        "Kept": [
            {"Policy": each.label, "Kind": each.kind, "Size": each.document.size, "Because": each.stays_because}
            for each in plan.kept
        ],
        "Superfluous": [_dropped_members(each) for each in plan.dropped],
        "Unattached": [
            each.name
            for each in plan.replaced
            if each.kind == MANAGED and each.name not in {one.name for one in plan.written}
        ],
    }


def _written_members(written: Written) -> dict[str, Any]:
    return {
        "Policy": f"inline {written.name}" if written.kind == INLINE else written.name,
        "Kind": written.kind,
        "Size": written.document.size,
        "Document": written.document.tree,
    }


def _dropped_members(dropped: Dropped) -> dict[str, Any]:
    return _said_members(dropped.said) | {
        "Reason": dropped.reason,
        "By": [_said_members(each) for each in dropped.by],
    }


def _said_members(said: Said) -> dict[str, Any]:
    return {"Policy": said.policy, "Statement": said.number, "Sid": said.tree.get("Sid")}
