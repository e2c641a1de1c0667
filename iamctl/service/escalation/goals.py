"""What a road has to lead to: more of any kind, everything, somebody's permissions, or one action."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamctl.analysis.escalation.search import Goal, Ground
    from iamctl.analysis.escalation.standing import Proof, Standing
    from iamctl.service.account import Account
    from iamctl.service.escalation.asking import Granted

ADMIN = "admin"


class More:
    """Anything that nobody on the road may."""

    is_admin_only = False

    def reached(self, ground: Ground, standing: Standing, over: Sequence[Standing]) -> Proof | bool:
        if ground.is_admin(standing):
            return True
        return ground.gains(standing, over) or False


class Admin:
    """Everything."""

    is_admin_only = True

    def reached(self, ground: Ground, standing: Standing, over: Sequence[Standing]) -> bool:
        del over
        return ground.is_admin(standing)


class Somebody:
    """One user's or role's permissions."""

    is_admin_only = False

    def __init__(self, arn: str) -> None:
        self._arn = arn

    def reached(self, ground: Ground, standing: Standing, over: Sequence[Standing]) -> bool:
        del ground
        return standing.arn == self._arn and not standing.part and all(each.arn != self._arn for each in over)


class ActionGoal:
    """An action, on whatever resource, that nobody on the road may."""

    is_admin_only = False

    def __init__(self, action: str) -> None:
        self._action = action

    def reached(self, ground: Ground, standing: Standing, over: Sequence[Standing]) -> Proof | bool:
        if any(self._may(ground, each) is not None for each in over):
            return False
        granted = self._may(ground, standing)
        return False if granted is None else granted.proof

    def _may(self, ground: Ground, standing: Standing) -> Granted | None:
        from iamctl.service.escalation.ground import AccountGround

        assert isinstance(ground, AccountGround), "an account's goal is asked about an account"
        return ground.may_somewhere(standing, self._action)


def goal_of(account: Account, text: str | None) -> Goal:
    """The goal that a person says.

    Raises:
        NoSuchEntity: it is a name, and the account has no such user or role.
        InvalidInput: it is somebody else.
        ValidationError: it is an action with wildcards.
    """
    if text is None:
        return More()
    if text == ADMIN:
        return Admin()
    if ":" in text and not text.startswith("arn:"):
        from iamctl.service.questions.asking import check_action

        check_action(text)
        return ActionGoal(text)
    from iamctl.service.escalation.escalations import identity_of

    return Somebody(identity_of(account, text))
