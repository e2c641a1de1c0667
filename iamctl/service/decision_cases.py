"""Decision cases as unit tests of an account's policies: run them, tell what they cover and what they would not notice.

Every request of a case is answered as `iamctl can` answers it. Coverage is of the account's own policies, AWS's left
out. A mutation is an edit of one statement that some case's requests ask; it survives when every answer stays what it
was.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.analysis.coverage import Coverage, Covered, key_of
from iamctl.analysis.mutate import Mutation, mutated, mutations
from iamctl.engine.authorize import authorize
from iamctl.engine.decision import Outcome
from iamctl.engine.policy_set import Layer, NamedDocument
from iamctl.errors import IamctlError, MalformedPolicyDocument, Mistakes
from iamctl.service.cases.reading import Case, read_cases
from iamctl.service.questions.asking import Asker
from iamctl.service.questions.callers import caller_of
from iamctl.service.questions.wording import answer_in_words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.engine.decision import Decision
    from iamctl.engine.policy_set import PolicySet
    from iamctl.engine.statement import CompiledStatement
    from iamctl.service.account import Account
    from iamctl.service.questions.asking import Answer
    from iamctl.service.questions.supposed import Text


class Check(NamedTuple):
    """One request of a case.

    Attributes:
        failure: how the answer differs from what was expected; empty when it does not.
    """

    answer: Answer
    failure: str

    @property
    def said(self) -> str:
        """The answer in words."""
        reason = answer_in_words(self.answer)
        word = "allowed" if self.answer.decision.is_allowed else "denied"
        return f"{word}; {reason}" if reason else word


class Result(NamedTuple):
    """A case that was run."""

    case: Case
    checks: tuple[Check, ...]

    @property
    def has_passed(self) -> bool:
        return not any(check.failure for check in self.checks)


class Survivor(NamedTuple):
    """An edit that no case would notice."""

    statement: CompiledStatement
    mutation: Mutation


class Mutants(NamedTuple):
    """How many edits were tried, and those that no case would notice."""

    tried: int
    survivors: tuple[Survivor, ...]


def cases_from(account: Account, texts: Iterable[Text]) -> list[Case]:
    """The cases of some files.

    Raises:
        InvalidInput, Mistakes: every mistake of every file, with line and column.
    """
    cases: list[Case] = []
    errors: list[IamctlError] = []
    for text in texts:
        try:
            cases += read_cases(text, lambda case: _wrong_principal(account, case))
        except Mistakes as mistakes:
            errors += mistakes.errors
        except IamctlError as error:
            errors.append(error)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise Mistakes(errors)
    return cases


def run_cases(account: Account, cases: Iterable[Case], *, strict: bool = False) -> list[Result]:
    """Run the cases in their order.

    Args:
        strict: whether an answer fails that hangs on a context key which the case does not say.
    """
    askers: dict[tuple[object, ...], Asker] = {}
    results = []
    for case in cases:
        key = (case.principal, case.supposed, case.federated_by)
        if key not in askers:
            askers[key] = Asker(account, case.principal, case.supposed, federated_by=case.federated_by)
        asked = ((action, resource) for action in case.actions for resource in case.resources)
        answers = [askers[key].ask(action, resource, case.circumstances) for action, resource in asked]
        results.append(Result(case, tuple(Check(each, _failure(case, each, strict=strict)) for each in answers)))
    return results


def coverage_of(account: Account, results: Iterable[Result]) -> list[Covered]:
    """How much of the account's own policies the cases bring to bear, sorted by policy and statement."""
    coverage = Coverage()
    for result in results:
        for check in result.checks:
            coverage.note(check.answer.request, check.answer.policies)
    documents = sorted(own_documents(account), key=lambda named: named.name.lower())
    return coverage.of(Layer(documents).statements)


def unnoticed_edits(results: Iterable[Result]) -> Mutants:
    """Edits of the account's own statements that leave every answer what it is, in the order of the statements."""
    statements: dict[tuple[str, int], CompiledStatement] = {}
    asking: dict[str, list[tuple[Case, Check]]] = {}
    for case, check in ((result.case, check) for result in results for check in result.checks):
        for policy in {statement.policy for statement in _statements(check.answer.policies)}:
            asking.setdefault(policy, []).append((case, check))
        for statement in _statements(check.answer.policies):
            if _is_own(statement.policy):
                statements.setdefault(key_of(statement), statement)
    tried, survivors = 0, []
    for key in sorted(statements):
        statement = statements[key]
        for mutation in mutations(statement.statement):
            tried += 1
            if not any(_notices(*asked, statement, mutation) for asked in asking[statement.policy]):
                survivors.append(Survivor(statement, mutation))
    return Mutants(tried, tuple(survivors))


def own_documents(account: Account) -> Iterator[NamedDocument]:
    """Every document in force of the account, called as answers call it; AWS's policies are not among them."""
    for policy in account.policies.all():
        yield NamedDocument(policy.arn, policy.default_version.document)
    for shelf in (account.users, account.groups, account.roles):
        for identity in shelf.all():
            for inline in identity.inline_policies:
                label = f"inline {inline.policy_name} of {identity.kind} {identity.name}"
                yield NamedDocument(label, inline.document)
    for role in account.roles.all():
        yield NamedDocument(f"trust policy of role {role.role_name}", role.trust_policy)
    for kept in account.resource_policies.all():
        yield NamedDocument(f"policy of {kept.resource_arn}", kept.document)


def _wrong_principal(account: Account, case: Case) -> IamctlError | None:
    """What is wrong with the principal, or with the policies that it is supposed not to have."""
    try:
        Asker(account, caller_of(account, case.principal, federated_by=case.federated_by), case.supposed)
    except MalformedPolicyDocument:
        return None  # told where the document stands
    except IamctlError as error:
        return error
    return None


def _failure(case: Case, answer: Answer, *, strict: bool) -> str:
    decision = answer.decision
    outcome = decision.outcome
    if case.expect in ("allowed", "denied"):
        is_expected = decision.is_allowed == (case.expect == "allowed")
    else:
        is_expected = outcome is Outcome(case.expect)
    if not is_expected:
        return f"expected {case.expect}, got {outcome.value}"
    if case.reason is not None and not any(case.reason.lower() in each.lower() for each in _reasons(decision)):
        got = ", ".join(_reasons(decision)) or "none"
        return f"expected the reason {case.reason}, got {got}"
    if strict and answer.is_undecided:
        return f"the answer hangs on what the case does not say: {answer_in_words(answer)}"
    return ""


def _reasons(decision: Decision) -> list[str]:
    """What a case may name as the reason: the type that denied, the policies that decided, and their Sids."""
    found = [decision.denied_by.value] if decision.denied_by is not None else []
    for _, statement in decision.deciding:
        found += [statement.policy, *([statement.statement.sid] if statement.statement.sid else [])]
    return list(dict.fromkeys([*found, *([decision.reason] if decision.reason else [])]))


def _is_own(policy: str) -> bool:
    """Whether the policy is one of the account's, not AWS's and not a case's own."""
    return not policy.startswith(("arn:aws:iam::aws:", "case."))


def _statements(policies: PolicySet) -> Iterator[CompiledStatement]:
    single = (policies.identity, policies.boundary, policies.session, policies.resource)
    for layer in (*single, *policies.service_control, *policies.resource_control):
        if layer is not None:
            yield from layer.statements


def _notices(case: Case, check: Check, statement: CompiledStatement, mutation: Mutation) -> bool:
    """Whether the case would come out otherwise with the edit made."""
    answer = check.answer
    decided = authorize(answer.request, mutated(answer.policies, statement, mutation))
    return bool(_failure(case, answer._replace(decision=decided), strict=False)) != bool(check.failure)
