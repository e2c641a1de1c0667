"""Decisions by the thousand: JSON Lines in, JSON Lines out, in order, in bounded memory.

    {"id": 1, "principal": "arn:…:user/alice", "action": "s3:GetObject", "resource": "arn:aws:s3:::b/k"}
    {"id": 1, "decision": "allowed", "deciding": [{"policy_type": "identity-based policy", "policy": "…",
     "statement": 0, "sid": null}], "missing_context": []}

`decision_requests.py` tells the members of a request. What a request leaves out is taken from the account, or is
absent where there is none. An answer's `deciding` are the statements that decided, each by its policy and its place
there, from 0; none for an implicit deny. `missing_context` are keys that statements about the request ask for and that
it may carry and lacks. `unknown`, where there is any, are policies that another account keeps and that could turn the
decision.

A line that is no request gets `{"id": …, "error": {"code", "message", "line", "hints"}}`.
"""

from __future__ import annotations

from collections import OrderedDict
from json import dumps
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.engine.absent import absent_keys
from iamctl.engine.authorize import TRUST_ACTIONS, authorize
from iamctl.engine.decision import Outcome
from iamctl.engine.policy_set import Layer, NamedDocument, PolicySet
from iamctl.engine.request import Request
from iamctl.errors import IamctlError, InvalidInput, ValidationError
from iamctl.model.document import Document
from iamctl.service.questions import context as contexts
from iamctl.service.questions.asking import check_action, unknown_that_matters
from iamctl.service.questions.bearing import Bearing, caller_bearing, covering_arns, resource_documents
from iamctl.service.questions.callers import Caller, caller_of, stated_principal
from iamctl.service.questions.carried import Carried, KnownKeys
from iamctl.service.questions.decision_requests import (
    EXPECTED,
    PLAIN,
    account_member,
    check_members,
    check_policy,
    context_member,
    id_text,
    policies_given,
    read_line,
    tags_member,
    text_member,
    text_of,
)

if TYPE_CHECKING:
    from iamctl.engine.decision import Decision
    from iamctl.policy.kinds import PolicyKind
    from iamctl.service.account import Account
    from iamctl.service.questions.context import Context, Value
    from iamctl.service.questions.supposed import Documents

LARGEST_LINE = 16 * 1024 * 1024
"""Bytes of one request."""
_MOST_CALLERS = 8192
_MOST_RESOURCES = 8192
_MOST_STATEMENTS = 65536
_LARGEST_LAYERS = 32_000_000
"""Characters of policy text that are kept compiled."""
_DECISIONS = {outcome: f'"decision": "{outcome.value}", "deciding": [' for outcome in Outcome}
_NOTHING = PolicySet(Layer(()))


class Known(NamedTuple):
    """A caller whose policies are compiled, and the context that follows from it and the moment."""

    caller: Caller
    bearing: Bearing
    context: Context
    tags: Context


class Layers:
    """Compiled policies by their text, the longest unused forgotten first."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Any, tuple[Layer, int]] = OrderedDict()
        self._size = 0

    def of_trees(self, trees: list[Any], name: str, kind: PolicyKind) -> Layer:
        """A request's documents, compiled.

        Raises:
            MalformedPolicyDocument: one breaks the grammar of its kind.
        """
        key = (name, text_of(trees))
        kept = self._find(key)
        if kept is None:
            names = [f"{name}[{number}]" for number in range(len(trees))] if len(trees) != 1 else [name]
            for tree, each in zip(trees, names, strict=True):
                check_policy(tree, each, kind)
            documents = [NamedDocument(each, Document.of(tree)) for tree, each in zip(trees, names, strict=True)]
            kept = self._keep(key, Layer(documents), len(key[1]))
        return kept

    def of_documents(self, documents: Documents) -> Layer:
        """The account's documents, compiled: each of them once, whoever else has it."""
        alone = tuple(map(self._of_document, documents))
        if len(alone) == 1:
            return alone[0]
        kept = self._find(alone)
        if kept is None:
            layer = Layer.of(statement for each in alone for statement in each.statements)
            kept = self._keep(alone, layer, len(layer.statements))
        return kept

    def _of_document(self, document: NamedDocument) -> Layer:
        return self._find(document) or self._keep(document, Layer((document,)), len(document.document.text))

    def _find(self, key: Any) -> Layer | None:
        kept = self._kept.get(key)
        if kept is None:
            return None
        self._kept.move_to_end(key)
        return kept[0]

    def _keep(self, key: Any, layer: Layer, size: int) -> Layer:
        self._kept[key] = layer, size
        self._size += size
        while self._size > _LARGEST_LAYERS and len(self._kept) > 1:
            _, (_, forgotten) = self._kept.popitem(last=False)
            self._size -= forgotten
        return layer


class Decider:
    """Answers lines, one after the other.

    Args:
        account: what requests leave out is taken from; None is: it is absent.

    Attributes:
        lines: how many were read, blank ones too.
        errors: how many were no requests.
        surprises: how many answers were not the expected ones.
    """

    def __init__(self, account: Account | None) -> None:
        self.lines = self.errors = self.surprises = 0
        self._account = account
        self._layers = Layers()
        self._keys = KnownKeys()
        self._callers: dict[str, Known] = {}
        self._entities: dict[str, tuple[Layer | None, Context]] = {}
        self._told: dict[Any, str] = {}
        self._moment: Context = contexts.context_of_moment(account.now) if account is not None else {}
        kept = account.resource_policies.all() if account is not None else ()
        self._policies = {
            policy.resource_arn: (NamedDocument(f"policy of {policy.resource_arn}", policy.document),)
            for policy in kept
        }

    def answer(self, line: bytes | None) -> str:
        """The answer to a line, with its line break; empty for a blank line.

        Args:
            line: None stands for one that is longer than LARGEST_LINE.
        """
        self.lines += 1
        asked: dict[str, Any] = {}
        try:
            if line is None:
                raise InvalidInput(f"The line has more than {LARGEST_LINE:,} bytes.")
            if not line.strip():
                return ""
            asked = read_line(line, self.lines)
            check_members(asked)
            return self._decided(asked)
        except IamctlError as error:
            self.errors += 1
            return f'{{"id": {_id_of(asked)}, "error": {dumps(self._error(error))}}}\n'

    def _decided(self, asked: dict[str, Any]) -> str:
        known = self._known(text_member(asked, "principal"), "identity_policies" not in asked)
        request, bearing = self._request(asked, known)
        decision = authorize(request, bearing.policies)
        keeper = None if self._account is None or "resource_policy" in asked else self._account.account_id
        text = self._text(id_text(asked), request, bearing, decision, known.caller, keeper)
        if "expect" not in asked:
            return f"{text}}}\n"
        is_expected = _is_expected(asked["expect"], decision)
        self.surprises += not is_expected
        return f'{text}, "as_expected": {"true" if is_expected else "false"}}}\n'

    def _request(self, asked: dict[str, Any], known: Known) -> tuple[Request, Bearing]:
        action = text_member(asked, "action")
        check_action(action)
        resource = text_member(asked, "resource", "*")
        principal = known.caller.principal
        owner = self._owner(asked, resource)
        bearing, context = known.bearing, known.context
        layer, following = self._about(action, resource)
        context = {**context, **following}
        if known.tags and "principal_tags" not in asked:
            context.update(known.tags)
        if self._account is not None:
            context["aws:resourceaccount"] = owner or principal.account_id or self._account.account_id
        if layer is not None:
            bearing = bearing._replace(policies=bearing.policies._replace(resource=layer))
        if not asked.keys() <= PLAIN:
            bearing = self._with_given(asked, bearing)
            context.update(_tags_given(asked, action))
        if "context" in asked:
            context.update(context_member(asked["context"]))
        return Request(principal, action, resource, context, owner), bearing

    def _owner(self, asked: dict[str, Any], resource: str) -> str | None:
        if "resource_account" in asked:
            return account_member(asked)
        named = contexts.account_of_resource(resource)
        if named is None and self._account is not None and resource != "*":
            return self._account.account_id
        return named

    def _known(self, text: str, takes_identity: bool) -> Known:
        """The caller that the text means, with its policies."""
        known = self._callers.get(text)
        if known is not None:
            return known
        if self._account is None:
            principal = stated_principal(text)
            if principal is None:
                raise InvalidInput(f"{text} is no ARN, no service and not anonymous.", hint="a name needs an account")
            known = Known(Caller(principal), Bearing(_NOTHING), contexts.context_of_principal(principal), {})
        else:
            known = self._known_to(self._account, text, takes_identity)
            if not takes_identity:
                return known  # what is not in the account is asked again when it should be
        if len(self._callers) >= _MOST_CALLERS:
            self._callers.clear()
        self._callers[text] = known
        return known

    def _known_to(self, account: Account, text: str, takes_identity: bool) -> Known:
        try:
            caller = caller_of(account, text, suggests=False)
        except IamctlError:
            stated = None if takes_identity else stated_principal(text)
            if stated is None:
                raise
            caller = Caller(stated)
        bearing = caller_bearing(account, caller, layer_of=self._layers.of_documents)
        principal = contexts.context_of_principal(caller.principal)
        whole = contexts.context_of_caller(caller)
        tags = {key: value for key, value in whole.items() if key not in principal}
        return Known(caller, bearing, self._moment | principal, tags)

    def _about(self, action: str, resource: str) -> tuple[Layer | None, Context]:
        """The resource's own policy, and the context that follows from the resource."""
        if self._account is None:
            return None, {}
        stated = contexts.stated_resource_context(action, resource, None)
        if not (resource.startswith("arn:") and ":iam:" in resource):
            found = self._kept_policy(resource) if self._policies else ()
            return self._layers.of_documents(found) if found else None, stated
        if resource not in self._entities:
            if len(self._entities) >= _MOST_RESOURCES:
                self._entities.clear()
            documents = resource_documents(self._account, "sts:AssumeRole", resource)
            layer = self._layers.of_documents(documents) if documents else None
            self._entities[resource] = layer, contexts.context_of_entity(self._account, resource)
        layer, tags = self._entities[resource]
        return (layer if action.lower() in TRUST_ACTIONS else None), stated | tags

    def _kept_policy(self, resource: str) -> Documents:
        for arn in covering_arns(resource):
            if (found := self._policies.get(arn)) is not None:
                return found
        return ()

    def _with_given(self, asked: dict[str, Any], bearing: Bearing) -> Bearing:
        """The bearing policies with the request's own in their place."""
        policies = policies_given(asked, bearing.policies, self._layers.of_trees)
        return Bearing(policies) if "identity_policies" in asked else bearing._replace(policies=policies)

    def _text(
        self, id_: str, request: Request, bearing: Bearing, decision: Decision, caller: Caller, keeper: str | None
    ) -> str:
        """The answer without its closing brace."""
        text = f'{{"id": {id_}, {_DECISIONS[decision.outcome]}'
        if decision.outcome is not Outcome.IMPLICITLY_DENIED:
            text += ", ".join([self._statement(deciding) for deciding in decision.deciding])
        is_known = caller.is_known and self._account is not None
        carried = Carried(request.principal, request.action, request.context, keys=self._keys, is_caller_known=is_known)
        missing = absent_keys(request, bearing.policies, may_carry=carried.may_carry)
        text += f'], "missing_context": {dumps(missing) if missing else "[]"}'
        is_foreign = keeper is not None and request.resource_account not in (None, keeper)
        if (bearing.unknown or is_foreign) and (unknown := unknown_that_matters(bearing, request, decision, keeper)):
            text += f', "unknown": {dumps(unknown)}'
        return text

    def _statement(self, deciding: tuple[Any, Any]) -> str:
        told = self._told.get(deciding)
        if told is None:
            policy_type, statement = deciding
            where = {"policy_type": policy_type.value, "policy": statement.policy}
            told = dumps(where | {"statement": statement.statement.number, "sid": statement.statement.sid})
            if len(self._told) >= _MOST_STATEMENTS:
                self._told.clear()
            self._told[deciding] = told
        return told

    def _error(self, error: IamctlError) -> dict[str, Any]:
        told: dict[str, Any] = {"code": error.code, "message": error.message, "line": self.lines}
        if error.place is not None:
            told["column"] = error.place.column
        return told | ({"hints": list(error.hints)} if error.hints else {})


def _tags_given(asked: dict[str, Any], action: str) -> dict[str, Value]:
    context: dict[str, Value] = {}
    if "principal_tags" in asked:
        context.update(tags_member(asked["principal_tags"], "principal_tags", "aws:principaltag/"))
    if "resource_tags" in asked:
        context.update(tags_member(asked["resource_tags"], "resource_tags", "aws:resourcetag/"))
        if action.lower().startswith(("iam:", "sts:")):
            context.update(tags_member(asked["resource_tags"], "resource_tags", "iam:resourcetag/"))
    return context


def _is_expected(expected: Any, decision: Decision) -> bool:
    if expected not in EXPECTED:
        raise ValidationError(f"expect must be one of {', '.join(EXPECTED)}.")
    return expected == decision.outcome.value or (expected == "denied" and not decision.is_allowed)


def _id_of(asked: dict[str, Any]) -> str:
    try:
        return id_text(asked)
    except ValidationError:
        return "null"
