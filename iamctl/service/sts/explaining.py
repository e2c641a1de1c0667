"""Why a role may or may not be taken on: the provider's word claim by claim, the trust policy condition by condition.

    explained = explain_word(account, role, vouched, checks)     of a token or an assertion that was examined
    explained = explain_caller(account, role_text, wish, standing)
    explained["EvalDecision"]     allowed, denied or undecided
    explained["Error"]            what STS answers; None where it gives credentials
    explained["Checks"]           each part of the word, of the call and of the role, with what became of it
    explained["Requests"]         each action that the role has to allow, as `explaining.explain_answer` has it
    explained["Edits"]            the smallest edits of the trust policy that would accept it, and what else they let in

The operations and this ask the same functions, so they cannot disagree. What a word that does not hold claims is
weighed all the same, so that all that is in the way is told at once; it is said that it does not hold.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.errors import IamError
from iamctl.service.explaining import explain_answer
from iamctl.service.statement_places import place_of_statement
from iamctl.service.sts.trust_edits import Wanted, trust_edits
from iamctl.service.sts.vouched import asker_for, refused

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from iamctl.model.role import Role
    from iamctl.model.tag import Tag
    from iamctl.service.account import Account
    from iamctl.service.members import Members
    from iamctl.service.questions.asking import Answer
    from iamctl.service.sts.assume_role import Wish
    from iamctl.service.sts.session_policies import SessionPolicies
    from iamctl.service.sts.standing import Standing
    from iamctl.service.sts.trust_edits import Edit
    from iamctl.service.sts.vouched import Vouched

ALLOWED, DENIED, UNDECIDED = "allowed", "denied", "undecided"
PASSED, FAILED, SKIPPED = "passed", "failed", "skipped"

IN_SHAPE = "they have the shape that the API wants"


class Checks:
    """Parts that are told of one after another, and the first error among them: STS's answer."""

    def __init__(self) -> None:
        self.members: list[Members] = []
        self.error: IamError | None = None
        self.is_open = False

    def take(self, part: str, state: str, says: str, error: IamError | None = None, *, is_open: bool = False) -> None:
        """Tell of one part.

        Args:
            is_open: it failed only because something is not known here.
        """
        self.members.append({"Part": part, "State": UNDECIDED if is_open else state, "Says": says})
        if is_open:
            self.is_open = True
        elif error is not None and self.error is None:
            self.error = error

    def hold(self, part: str, check: Callable[[], None], says: str) -> None:
        """Tell `says`, unless the check raises an error."""
        try:
            check()
        except IamError as error:
            self.take(part, FAILED, "; ".join((error.message, *error.hints)), error)
        else:
            self.take(part, PASSED, says)

    def run(self, part: str, does: Callable[[], str]) -> None:
        """Tell of what the function says, or of the error that it raises."""
        try:
            self.take(part, PASSED, does())
        except IamError as error:
            self.take(part, FAILED, "; ".join((error.message, *error.hints)), error)


def explain_word(
    account: Account,
    role: Role | None,
    role_arn: str,
    vouched: Vouched | None,
    checks: Checks,
    *,
    lasting: Callable[[Role], str],
    narrowed: Callable[[], str],
) -> Members:
    """Why the role may or may not be taken on by what a provider says.

    Args:
        vouched: None where nothing of the word can be read.
        checks: those of the word.
        lasting: says how long a session would last, or raises the operation's error.
        narrowed: likewise of the session policies.
    """
    explained: Members = {"RoleArn": role.arn if role is not None else role_arn}
    requests: list[Members] = []
    edits: list[Members] = []
    if vouched is None:
        checks.take("role trust policy", SKIPPED, "nothing of the word can be read")
    elif role is None:
        checks.take("role", FAILED, f"there is no role {role_arn} in the account", refused(vouched.action))
    else:
        asker = asker_for(account, vouched)
        answers = [asker.ask(action, role.arn, vouched.circumstances) for action in vouched.actions]
        requests = [explain_answer(asker, answer) for answer in answers]
        edits = _weigh(account, role, answers, checks, refused(vouched.action))
        found = role
        checks.run("duration", lambda: lasting(found))
        checks.run("session policies and tags", narrowed)
    return _members(explained, vouched.action if vouched is not None else None, checks, requests, edits)


def explain_caller(account: Account, role_text: str, wish: Wish, standing: Standing, *, mfa: bool) -> Members:
    """Why the caller may or may not take on the role.

    Args:
        mfa: as if a code of the caller's device came with the call.
    """
    from iamctl.service.questions.asking import Asker, Circumstances
    from iamctl.service.sts import assume_role as operation

    checks, requests, edits = Checks(), [], []
    checks.hold("parameters", lambda: operation.check_wish(wish), IN_SHAPE)
    checks.run("caller", lambda: _caller_shown(standing))
    role = operation.find_role(account, role_text)
    arn = role.arn if role is not None else operation.asked_arn(account, role_text)
    if role is None:
        error = operation.not_authorized(standing.caller.principal.arn, arn)
        checks.take("role", FAILED, f"there is no role {arn} in the account", error)
    else:
        found = role
        asker = Asker(account, standing.caller, standing.supposed)
        asked = operation.requests(role, wish, standing, has_code=mfa)
        answers = [
            asker.ask(each.action, each.resource, Circumstances(context=standing.context | each.context))
            for each in asked
        ]
        requests = [explain_answer(asker, answer) for answer in answers]
        edits = _weigh(account, role, answers, checks, None)
        checks.run("duration", lambda: f"{operation.duration_of(found, wish, standing)} seconds")
        checks.run("session policies and tags", lambda: _narrowed(account, wish, standing))
        checks.run("source identity", lambda: operation.source_identity_of(wish, standing.session) or "none")
    return _members({"RoleArn": arn}, "sts:AssumeRole", checks, requests, edits)


def _narrowed(account: Account, wish: Wish, standing: Standing) -> str:
    from iamctl.service.sts.assume_role import narrowing_of

    policies, tags = narrowing_of(account, wish, standing.session)
    return _narrowing_shown(policies, tags)


def _narrowing_shown(policies: SessionPolicies, tags: Iterable[Tag]) -> str:
    count = len(policies.policy_arns) + (policies.policy is not None)
    said = ", ".join(f"{tag.key}={tag.value}" for tag in tags) or "no tags"
    return f"{count} session polic{'y' if count == 1 else 'ies'}, {said}"


def _caller_shown(standing: Standing) -> str:
    from iamctl.service.sts.assume_role import check_may_assume

    check_may_assume(standing)
    return standing.caller.principal.arn


def _weigh(
    account: Account, role: Role, answers: list[Answer], checks: Checks, error: IamError | None
) -> list[Members]:
    """Tell of each action, and give the edits of the trust policy that would accept them all."""
    from iamctl.errors import AccessDenied
    from iamctl.service.access_denied import decision_sentence

    for answer in answers:
        decision, action = answer.decision, answer.request.action
        if decision.is_allowed:
            checks.take(action, PASSED, "the role trusts it")
            continue
        sentence = decision_sentence(answer.request, decision)
        denied_by = decision.denied_by.value if decision.denied_by is not None else "policies"
        checks.take(action, FAILED, f"not allowed by the {denied_by}", error or AccessDenied(sentence))
    name = f"trust policy of role {role.role_name}"
    wanted = Wanted(tuple(answer.request for answer in answers), answers[0].policies, name)
    return [_edit_members(account, role, edit) for edit in trust_edits(role.trust_policy, wanted)]


def _edit_members(account: Account, role: Role, edit: Edit) -> Members:
    place = None
    if edit.number is not None:
        place = place_of_statement(account, f"trust policy of role {role.role_name}", edit.number)
    return {
        "Steps": list(edit.steps),
        "Place": place,
        "LetsInWhatever": list(edit.lets_in),
        "TrustPolicy": edit.document.tree,
    }


def _members(
    explained: Members, action: str | None, checks: Checks, requests: list[Members], edits: list[Members]
) -> Members:
    error = checks.error
    decision = DENIED if error is not None else UNDECIDED if checks.is_open else ALLOWED
    return {
        **explained,
        "EvalActionName": action,
        "EvalDecision": decision,
        "Error": {"Code": error.code, "Message": error.message} if error is not None else None,
        "Checks": checks.members,
        "Requests": requests,
        "Edits": edits,
    }
