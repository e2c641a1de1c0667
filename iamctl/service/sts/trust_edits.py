"""The smallest edit of a role's trust policy that would accept a request, and what else it would let in.

Rules kept here:
  * an edit is told only if IAM would take the document, and the engine, asked again with it, allows all that was asked;
  * of an Allow it adds what is missing: a value beside those that a condition has, an action, a principal; a condition
    that no value fulfils, since its key is absent or its operator is none of equality, goes as a whole;
  * beside these stands a new statement of its own, for this provider's audience and subject, or this caller, alone;
  * a Deny that applies is taken away as a whole;
  * what changes least comes first; of as much, the edit that lets in least.

What else an edit lets in is tried too: each key that the request carries is given another value, and each that the
edited statement does not ask for is told, where the policy refused that before.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition.html
"""

from __future__ import annotations

from copy import deepcopy
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.engine.authorize import authorize
from iamctl.engine.decision import PolicyType
from iamctl.engine.explain import failures_of
from iamctl.engine.policy_set import Layer, NamedDocument
from iamctl.engine.request import PrincipalKind
from iamctl.engine.statement import CompiledStatement
from iamctl.errors import IamError
from iamctl.model.document import Document
from iamctl.policy.document import document_of
from iamctl.policy.identity_provider_controls import issuer_of
from iamctl.policy.kinds import PolicyKind
from iamctl.policy.statements import statements_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iamctl.engine.explain import Failure
    from iamctl.engine.policy_set import PolicySet
    from iamctl.engine.request import Request

MOST_EDITS = 3
_EQUALITIES = ("StringEquals", "StringEqualsIgnoreCase", "StringLike")
_OTHER = "anything-else"
_NOT_OF_WORD = ("aws:", "sts:")
_LABELS = {PrincipalKind.SERVICE: "Service", PrincipalKind.FEDERATED: "Federated"}


class Edit(NamedTuple):
    """A trust policy that would accept the request.

    Attributes:
        steps: what is changed, a clause each.
        number: the statement that is changed, from 0; None is a new one at the end.
        lets_in: keys that the policy then does not ask for: whatever they say gets in, and did not before.
    """

    steps: tuple[str, ...]
    number: int | None
    document: Document
    lets_in: tuple[str, ...]


class Wanted(NamedTuple):
    """What is to be allowed.

    Attributes:
        requests: one for each action; they differ in nothing else.
        policies: all that bears on them; the trust policy among it is put in the edit's place.
        name: what the trust policy is called in an answer.
    """

    requests: tuple[Request, ...]
    policies: PolicySet
    name: str

    def accepts(self, document: Document, requests: Sequence[Request] | None = None) -> bool:
        """Whether all that is asked would be allowed by this trust policy."""
        policies = self.policies._replace(resource=Layer([NamedDocument(self.name, document)]))
        return all(authorize(request, policies).is_allowed for request in requests or self.requests)


def trust_edits(document: Document, wanted: Wanted) -> tuple[Edit, ...]:
    """The edits that would do, the smallest first; none where it is accepted already, or no edit helps."""
    if wanted.accepts(document):
        return ()
    denies = _denying(document, wanted)
    lifted = _without(document, denies)
    lifting = tuple(f"take statement {number + 1} away, which denies" for number in denies)
    if denies and lifted is not None and (checked := _checked(lifted)) is not None and wanted.accepts(checked):
        return (Edit(lifting, denies[0], checked, _lets_in(document, checked, wanted)),)
    found: list[Edit] = []
    for steps, number, tree in _candidates(document, wanted, denies):
        edited = _checked(tree)
        is_told = any(edit.document == edited for edit in found)
        if edited is not None and not is_told and wanted.accepts(edited):
            found.append(Edit((*lifting, *steps), number, edited, _lets_in(document, edited, wanted)))
    found.sort(key=lambda edit: (sum(map(_weight, edit.steps)), len(edit.lets_in)))
    return tuple(found[:MOST_EDITS])


def _weight(step: str) -> int:
    """How much an edit changes: a value more is less than a statement more, and that less than a condition fewer."""
    return 3 if " drop " in step else 2 if step.startswith("add a statement") else 1


def _compiled(document: Document) -> list[CompiledStatement]:
    return [CompiledStatement(statement, "") for statement in statements_in(document.tree)]


def _failed(statement: CompiledStatement, request: Request, wanted: Wanted) -> list[Failure]:
    return list(failures_of(statement, request, PolicyType.TRUST, is_bounded=wanted.policies.boundary is not None))


def _denying(document: Document, wanted: Wanted) -> tuple[int, ...]:
    return tuple(
        number
        for number, statement in enumerate(_compiled(document))
        if statement.is_deny and any(not _failed(statement, request, wanted) for request in wanted.requests)
    )


def _without(document: Document, numbers: Sequence[int]) -> dict[str, Any] | None:
    """The policy less some statements; None where nothing is left."""
    tree = _tree(document)
    tree["Statement"] = [each for number, each in enumerate(tree["Statement"]) if number not in numbers]
    return tree if tree["Statement"] else None


def _tree(document: Document) -> dict[str, Any]:
    tree: dict[str, Any] = deepcopy(document.tree)  # type: ignore[arg-type]
    if not isinstance(tree["Statement"], list):
        tree["Statement"] = [tree["Statement"]]
    return tree


def _checked(tree: dict[str, Any]) -> Document | None:
    """The document; None where IAM would refuse it."""
    try:
        return document_of(tree, PolicyKind.TRUST)
    except IamError:
        return None


def _candidates(
    document: Document, wanted: Wanted, denies: Sequence[int]
) -> Iterator[tuple[tuple[str, ...], int | None, dict[str, Any]]]:
    """Each Allow made to fit, and a statement of its own."""
    for number, statement in enumerate(_compiled(document)):
        if statement.is_deny:
            continue
        for is_spared in (True, False):
            tree = _tree(document)
            steps = _fit(tree["Statement"][number], statement, wanted, is_spared=is_spared)
            if steps is not None:
                kept = [each for index, each in enumerate(tree["Statement"]) if index not in denies]
                yield tuple(f"in statement {number + 1}, {step}" for step in steps), number, {**tree, "Statement": kept}
    tree = _tree(document)
    kept = [each for index, each in enumerate(tree["Statement"]) if index not in denies]
    own = _own_statement(wanted)
    said = f"add a statement of its own that allows {' and '.join(own['Action'])} to {_whom(wanted)}{_if(own)}"
    yield (said,), None, {**tree, "Statement": [*kept, own]}


def _fit(element: dict[str, Any], statement: CompiledStatement, wanted: Wanted, *, is_spared: bool) -> list[str] | None:
    """Change the element so that it fits; None where that takes more than adding to it, or nothing was to be done.

    Args:
        is_spared: actions that are allowed by another statement already are not added.
    """
    steps: list[str] = []
    for request in wanted.requests:
        if is_spared and authorize(request, wanted.policies).is_allowed:
            continue
        for failure in _failed(statement, request, wanted):
            if failure.element == "Action":
                step = _add_to(element, "Action", request.action)
            elif failure.element == "Principal":
                step = _add_principal(element, request)
            elif failure.element == "Condition":
                step = _widen(element, failure, request, statement)
            else:
                return None
            if step not in steps:
                steps.append(step)
    return steps or None


def _add_to(element: dict[str, Any], name: str, value: str) -> str:
    held = element[name]
    listed = held if isinstance(held, list) else [held]
    if value not in listed:
        element[name] = [*listed, value]
    return f"add {value} to {name}"


def _add_principal(element: dict[str, Any], request: Request) -> str:
    label, name = _LABELS.get(request.principal.kind, "AWS"), _named(request)
    held = element["Principal"] if isinstance(element["Principal"], dict) else {"AWS": element["Principal"]}
    listed = held.get(label, [])
    listed = listed if isinstance(listed, list) else [listed]
    if name not in listed:
        element["Principal"] = {**held, label: [*listed, name] if listed else name}
    return f"add {label} {name} to Principal"


def _named(request: Request) -> str:
    """Whom a statement has to name: of a role's session the role."""
    return request.principal.parent_arn or request.principal.arn


def _widen(element: dict[str, Any], failure: Failure, request: Request, statement: CompiledStatement) -> str:
    """Add what the request says to the values of the condition, else take the condition away."""
    operator, key = failure.operator, failure.key
    entries = element.get("Condition", {}).get(operator)
    if entries is None or key not in entries:
        return f"drop {operator} {key}"  # it went with another request
    got = failure.got
    base = operator.rpartition(":")[2].removesuffix("IfExists")
    if got is not None and base in _EQUALITIES:
        listed = entries[key] if isinstance(entries[key], list) else [entries[key]]
        written = [_literal(text, base, statement) for text in ((got,) if isinstance(got, str) else got)]
        if None not in written:
            widened = {**element, "Condition": {operator: {key: [*listed, *written]}}}
            if _holds(widened, request, statement):
                entries[key] = list(dict.fromkeys([*listed, *written]))
                return f"add {' and '.join(map(str, written))} to {operator} {key}"
    del entries[key]
    if not entries:
        del element["Condition"][operator]
    if not element["Condition"]:
        del element["Condition"]
    return f"drop {operator} {key}"


def _literal(text: str, base: str, statement: CompiledStatement) -> str | None:
    """The value as a policy has to write it to mean just this text; None where it cannot."""
    special = "*?" if base == "StringLike" else ""
    if not any(character in text for character in f"{special}$"):
        return text
    if not statement.statement.has_variables:
        return None if any(character in text for character in special) else text
    return "".join(f"${{{character}}}" if character in f"{special}$" else character for character in text)


def _holds(element: dict[str, Any], request: Request, statement: CompiledStatement) -> bool:
    version = "2012-10-17" if statement.statement.has_variables else "2008-10-17"
    (compiled,) = _compiled(Document.of({"Version": version, "Statement": [element]}))
    return all(condition.holds(request.context) for condition in compiled.conditions)


def _own_statement(wanted: Wanted) -> dict[str, Any]:
    request = wanted.requests[0]
    label = _LABELS.get(request.principal.kind, "AWS")
    statement: dict[str, Any] = {
        "Effect": "Allow",
        "Principal": {label: _named(request)},
        "Action": [each.action for each in wanted.requests],
    }
    equal = {key: request.context[key.lower()] for key in _own_keys(request) if key.lower() in request.context}
    if equal:
        statement["Condition"] = {"StringEquals": equal}
    return statement


def _own_keys(request: Request) -> tuple[str, ...]:
    """The keys that tell this person from the provider's others."""
    if request.principal.kind is not PrincipalKind.FEDERATED:
        return ("sts:ExternalId",)
    if ":saml-provider/" in request.principal.arn:
        return ("SAML:aud", "SAML:sub")
    host = issuer_of(request.principal.arn)
    return tuple(f"{host}:{claim}" for claim in ("aud", "app_id", "sub", "user_id", "id"))


def _whom(wanted: Wanted) -> str:
    return _named(wanted.requests[0])


def _if(statement: dict[str, Any]) -> str:
    equal = statement.get("Condition", {}).get("StringEquals", {})
    said = " and ".join(f"{key} is {value}" for key, value in equal.items())
    return f" if {said}" if said else ""


def _lets_in(before: Document, after: Document, wanted: Wanted) -> tuple[str, ...]:
    """The keys that may say anything else, or say something where they say nothing, and were refused so before."""
    asked = {key for each in _compiled(before) for key in each.asks}
    of_word = {key for key in wanted.requests[0].context if not key.startswith(_NOT_OF_WORD)}
    return tuple(key for key in sorted(asked | of_word) if _is_new(before, after, wanted, key))


def _is_new(before: Document, after: Document, wanted: Wanted, key: str) -> bool:
    changed = []
    for request in wanted.requests:
        other = (_OTHER,) if isinstance(request.context.get(key), tuple) else _OTHER
        changed.append(request._replace(context={**request.context, key: other}))
    return wanted.accepts(after, changed) and not wanted.accepts(before, changed)
