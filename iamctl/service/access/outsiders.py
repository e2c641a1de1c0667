"""Whom a resource's policy or a trust policy names.

anybody in an account       what their own account allows them is not known here: it has to allow as well
anybody in any account, or without signing       `*`
a service; whom a provider vouches for; a session by its ARN
a canonical user            whose account nothing here tells
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, NamedTuple

from iamctl.engine.patterns import compiled, glob_source
from iamctl.engine.policy_set import Layer, NamedDocument, PolicySet
from iamctl.engine.request import Principal, PrincipalKind
from iamctl.errors import IamError
from iamctl.model.document import Document
from iamctl.policy.statements import Effect, statements_in
from iamctl.service.access.standing import somebody_in
from iamctl.service.questions.callers import Caller, caller_of, stated_principal
from iamctl.service.questions.context import Context, context_of_caller, context_of_principal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.policy.statements import PrincipalEntry, Statement
    from iamctl.service.account import Account

_EVERYTHING = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
_KINDS = {
    PrincipalKind.USER: "user",
    PrincipalKind.ROLE_SESSION: "role",
    PrincipalKind.FEDERATED_USER: "federated user",
    PrincipalKind.FEDERATED: "provider",
}
ANY_ACCOUNT = "000000000000"
"""No account has this id: what names it names everybody."""


class Outsider(NamedTuple):
    """Somebody that is asked about besides the account's users and roles.

    Attributes:
        kind: `account`, `public`, `anonymous`, `service`, `provider`, `user`, `role`, `session`, `federated user`,
            `canonical user`.
        name: an ARN, a service, or `*`.
        principal: a representative; None where nobody can be.
        context: what is known of its requests.
        requires: what has to be so besides, and is not known here.
        caller: of the account's own users, roles and sessions.
    """

    kind: str
    name: str
    principal: Principal | None
    context: Context
    requires: str = ""
    caller: Caller | None = None


def whole_policies(resource: Layer | None) -> PolicySet:
    """The policies of somebody whose own side allows everything, with the resource's policy."""
    return PolicySet(Layer([NamedDocument("its own account's policies", Document(_EVERYTHING))]), resource=resource)


def named_outsiders(account: Account, documents: Iterable[NamedDocument], actions: Iterable[str]) -> list[Outsider]:
    """Whom Allow statements about one of the actions (in lower case) name, each once, sorted by kind and name."""
    found: dict[tuple[str, str], Outsider] = {}
    wanted = tuple(actions)
    for _, document in documents:
        for statement in statements_in(document.tree):
            if statement.effect is Effect.ALLOW and any(_speaks_of(statement, action) for action in wanted):
                for outsider in _named_by(account, statement):
                    found.setdefault((outsider.kind, outsider.name), outsider)
    return [found[key] for key in sorted(found)]


def _speaks_of(statement: Statement, action: str) -> bool:
    named = statement.actions if statement.actions is not None else statement.not_actions or ()
    fits = compiled([glob_source((each.lower(),)) for each in named])(action) is not None
    return fits == (statement.actions is not None)


def _named_by(account: Account, statement: Statement) -> Iterator[Outsider]:
    if statement.not_principals is not None:
        yield from _everybody()
    for entry in statement.principals or ():
        yield from _outsiders_of(account, entry)


def _outsiders_of(account: Account, entry: PrincipalEntry) -> Iterator[Outsider]:
    label, name = entry
    if label == "CanonicalUser":
        yield Outsider("canonical user", name, None, {})
    elif label == "Service":
        principal = Principal(PrincipalKind.SERVICE, name)
        yield Outsider("service", name, principal, context_of_principal(principal))
    elif label == "Federated":
        principal = Principal(PrincipalKind.FEDERATED, name)
        yield Outsider("provider", name, principal, context_of_principal(principal))
    elif name == "*":
        yield from _everybody()
    else:
        yield from _of_aws(account, name)


def _of_aws(account: Account, name: str) -> Iterator[Outsider]:
    try:
        stated = stated_principal(name)
    except IamError:
        return  # what cannot ask, such as a group
    if stated is None:
        return  # the unique id of an entity that is gone
    is_own = stated.account_id == account.account_id
    if stated.kind is PrincipalKind.ROOT:
        context: Context = {"aws:principalaccount": stated.account_id, "aws:principalisawsservice": "false"}
        requires = "an identity-based policy allows it" if is_own else f"account {stated.account_id} allows it"
        arn = f"arn:aws:iam::{stated.account_id}:root"
        yield Outsider("account", arn, somebody_in(stated.account_id), context, requires)
    elif not is_own:
        requires = f"account {stated.account_id} allows it"
        yield Outsider(_KINDS[stated.kind], name, stated, context_of_principal(stated), requires)
    else:
        with suppress(IamError):  # one that is gone
            caller = caller_of(account, name)
            kind = "session" if ":assumed-role/" in name else _KINDS[stated.kind]
            yield Outsider(kind, name, caller.principal, context_of_caller(caller), caller=caller)


def _everybody() -> Iterator[Outsider]:
    context: Context = {"aws:principalisawsservice": "false"}
    principal = somebody_in(ANY_ACCOUNT)
    yield Outsider("public", "*", principal, context, "the caller's own account allows it")
    anonymous = Principal(PrincipalKind.ANONYMOUS, "")
    yield Outsider("anonymous", "*", anonymous, context_of_principal(anonymous))
