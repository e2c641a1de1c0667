"""The ways to turn a decision, in words that say what to do and where."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.engine.decision import PolicyType
from iamctl.engine.remedies import Carry, Grant, Lift, is_published
from iamctl.engine.request import PrincipalKind
from iamctl.service.questions.bearing import covering_arns
from iamctl.service.questions.wording import assumed_in_words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from iamctl.engine.absent import Assumption
    from iamctl.engine.remedies import Remove, Step, Way
    from iamctl.engine.request import Request
    from iamctl.engine.statement import CompiledStatement
    from iamctl.service.members import Members
    from iamctl.service.questions.callers import Caller

SHOWN = 5


class Wording:
    """What the steps are told with.

    Args:
        named: what a person calls a statement, with its place.
        holders: through whom a managed policy comes to the caller: `user alice`, `group Developers`.
        boundary: the caller's permissions boundary; empty where it is none of the account's.
    """

    def __init__(
        self,
        request: Request,
        caller: Caller,
        *,
        named: Callable[[CompiledStatement], str],
        holders: Callable[[str], list[str]],
        boundary: str,
    ) -> None:
        self._request = request
        self._caller = caller
        self._named = named
        self._holders = holders
        self._boundary = boundary

    def way_members(self, way: Way) -> Members:
        return {"Steps": [members for step in way for members in self._step_members(step)]}

    def _step_members(self, step: Step) -> Iterator[Members]:
        """`Grant`, `Lift`, `Remove` or `Carry`, and what to do; one for each policy that has to change."""
        head: Members = {"Kind": type(step).__name__}
        if not isinstance(step, Carry):
            head["PolicyType"] = step.policy_type.value
            if step.level:
                head["Level"] = step.level
        for said in self._said(step):
            yield {**head, "Description": said}

    def _said(self, step: Step) -> Iterator[str]:
        if isinstance(step, Grant):
            yield self._grant(step)
        elif isinstance(step, Carry):
            yield self._carry(step)
        else:
            by_policy: dict[str, list[CompiledStatement]] = {}
            for statement in step.statements:
                by_policy.setdefault(statement.policy, []).append(statement)
            for policy, statements in by_policy.items():
                yield self._taking(step, policy, statements)

    def _carry(self, step: Carry) -> str:
        tags = [each for each in step.assumptions if each.key.lower().startswith("aws:principaltag/")]
        others = [each for each in step.assumptions if each not in tags]
        said = [f"make the request so that {_joined(others)}"] if others else []
        identity = self._caller.identity
        whom = f"{identity.kind} {identity.name}" if identity is not None else "the caller"
        return " and ".join([*said, f"tag {whom} so that {_joined(tags)}"] if tags else said)

    def _taking(self, step: Lift | Remove, policy: str, statements: list[CompiledStatement]) -> str:
        """How statements of one policy are taken away; of one that AWS publishes only as a whole."""
        if step.policy_type is PolicyType.BOUNDARY and is_published(policy):
            return f"set another permissions boundary than {policy}"
        holders = self._holders(policy) if step.policy_type is PolicyType.IDENTITY else []
        detach = f"detach {policy} from {' and '.join(holders)}" if holders else ""
        if is_published(policy):
            return detach or f"leave {policy} out"
        did = "lift the deny of" if isinstance(step, Lift) else "remove"
        return f"{did} {self._listed(statements)}" + (f", or {detach}" if detach else "")

    def _grant(self, step: Grant) -> str:
        request = self._request
        said = f"allow {request.action} on {request.resource} in {self._where(step)}"
        if step.widen is None:
            return said
        element, wanted = "Resource", request.resource
        if not step.widen.fits_action(request.action.lower()):
            element, wanted = "Action", request.action
        return f"{said}; or add {wanted} to the {element} of {self._named(step.widen)}"

    def _where(self, step: Grant) -> str:
        kind, resource = step.policy_type, self._request.resource
        if kind is PolicyType.IDENTITY:
            return f"an identity-based policy{self._owner()}"
        if kind is PolicyType.BOUNDARY:
            return f"the permissions boundary {self._boundary}".rstrip()
        if kind is PolicyType.SESSION:
            return "a session policy"
        if kind is PolicyType.TRUST:
            return f"the trust policy of role {resource.rpartition('/')[2]}, for {step.named}"
        if kind is PolicyType.RESOURCE:
            return f"the policy of {covering_arns(resource)[-1]}, for {step.named}"
        return f"a {kind.value} of level {step.level}"

    def _owner(self) -> str:
        identity = self._caller.identity
        if identity is None and self._caller.principal.kind is PrincipalKind.FEDERATED_USER:
            return f" of the user that {self._caller.principal.arn} is a session of"
        if identity is None:
            return f" of {self._caller.principal.parent_arn or self._caller.principal.arn}"
        groups: tuple[str, ...] = getattr(identity, "groups", ())
        either = f" or of its group{'s' if len(groups) > 1 else ''} {', '.join(groups[:SHOWN])}" if groups else ""
        return f" of {identity.kind} {identity.name}{either}"

    def _listed(self, statements: Iterable[CompiledStatement]) -> str:
        named = list(dict.fromkeys(map(self._named, statements)))
        more = f" and {len(named) - SHOWN} more" if len(named) > SHOWN else ""
        return " and ".join(named[:SHOWN]) + more


def _joined(assumptions: Iterable[Assumption]) -> str:
    return " and ".join(assumed_in_words(each) for each in assumptions)
