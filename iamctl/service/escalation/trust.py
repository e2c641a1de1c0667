"""Whom the account's roles trust, found without asking every role about everybody."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from iamctl.analysis.escalation.standing import Proof
from iamctl.engine.absent import alternatives
from iamctl.engine.authorize import authorize
from iamctl.engine.policy_set import Layer, NamedDocument, PolicySet
from iamctl.engine.request import Principal, PrincipalKind, Request
from iamctl.policy.trust import trust_principals
from iamctl.service.escalation.asking import Granted
from iamctl.service.questions import context as contexts
from iamctl.service.questions.carried import Carried, KnownKeys
from iamctl.service.service_linked import SERVICE_LINKED_PATH

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.model.role import Role
    from iamctl.service.escalation.asking import Questions
    from iamctl.service.escalation.documents import Compiled
    from iamctl.service.escalation.holdings import Holding
    from iamctl.service.escalation.snapshot import Snapshot

_NOBODY = Layer(())


class Trust:
    """The trust policies of the account's roles."""

    def __init__(self, snapshot: Snapshot, questions: Questions) -> None:
        self._snapshot = snapshot
        self._questions = questions
        self._layers: dict[str, Layer] = {}
        self._services: dict[str, tuple[Role, ...]] = {}
        self._keys = KnownKeys()

    def layer(self, role: Role) -> Layer:
        found = self._layers.get(role.arn)
        if found is None:
            found = self._layers[role.arn] = Layer.of(self._compiled(role).statements)
        return found

    def _compiled(self, role: Role) -> Compiled:
        return self._snapshot.compiled(f"trust policy of role {role.role_name}", role.trust_policy)

    @cached_property
    def _by_name(self) -> dict[str, list[Role]]:
        """Roles by whom their statements name: ARNs, unique ids, services, providers, accounts; `*` is everybody."""
        found: dict[str, list[Role]] = {}
        for role in self._snapshot.roles.values():
            names: set[str] = set()
            for statement in self._compiled(role).read:
                if statement.not_principals is not None:
                    names.add("*")
                names.update(entry.name for entry in statement.principals or ())
            if self._compiled(role).is_personal:
                names.add("personal")
            for name in names:
                found.setdefault(name, []).append(role)
        return found

    def naming(self, holding: Holding) -> Iterator[Role]:
        """Roles whose trust is this one's: by its ARN or id, or by what it alone is."""
        names = self._names(holding)
        yield from {role.arn: role for name in names for role in self._by_name.get(name, ())}.values()

    def names(self, holding: Holding) -> bool:
        """Whether there is any."""
        return not self._by_name.keys().isdisjoint(self._names(holding))

    def _names(self, holding: Holding) -> list[str]:
        principal = holding.caller.principal
        return [principal.arn, principal.parent_arn or "", *principal.unique_ids, holding.noun.unique_id, "personal"]

    def open_to_all(self, *, delegated: bool) -> Iterator[Role]:
        """Roles that trust everybody; those too that trust the account, if the caller's own policies are to decide."""
        account = self._snapshot.account_id
        names = ("*", account, f"arn:aws:iam::{account}:root") if delegated else ("*",)
        yield from {role.arn: role for name in names for role in self._by_name.get(name, ())}.values()

    def of_service(self, service: str) -> tuple[Role, ...]:
        """The roles that the service may act as; those of services alone cannot be passed."""
        found = self._services.get(service)
        if found is None:
            named = {role.arn: role for name in (service, "*") for role in self._by_name.get(name, ())}
            principal = Principal(PrincipalKind.SERVICE, service)
            found = self._services[service] = tuple(
                role
                for role in named.values()
                if not is_service_linked(role) and self._grants(role, principal, "sts:AssumeRole") is not None
            )
        return found

    def of_provider(self, arn: str) -> Iterator[tuple[Role, Granted]]:
        """The roles that whom the provider vouches for may assume, with the request."""
        action = "sts:AssumeRoleWithSAML" if ":saml-provider/" in arn else "sts:AssumeRoleWithWebIdentity"
        for role in self._by_name.get(arn, ()):
            granted = self._grants(role, Principal(PrincipalKind.FEDERATED, arn), action)
            if granted is not None:
                yield role, granted

    def asking_for_tags(self) -> Iterator[Compiled]:
        """The trust policies that ask for tags of whoever assumes the role."""
        documents = (self._compiled(role) for role in self._by_name_of("personal"))
        return (each for each in documents if "aws:principaltag/" in each.text.lower())

    def _by_name_of(self, name: str) -> list[Role]:
        return self._by_name.get(name, [])

    @cached_property
    def absent_providers(self) -> tuple[str, ...]:
        """SAML providers of the account that roles trust and that are not there."""
        prefix = f"arn:aws:iam::{self._snapshot.account_id}:saml-provider/"
        return tuple(sorted(n for n in self._by_name if n.startswith(prefix) and n not in self._snapshot.providers))

    def naming_caller(self, holding: Holding) -> Layer:
        """A trust policy that names the caller, as the caller would write it."""
        document = trust_principals([holding.caller.principal.arn])
        return Layer([NamedDocument("the trust policy that was written", document)])

    def _grants(self, role: Role, principal: Principal, action: str) -> Granted | None:
        """The request of a service or a provider's user for the role; what it tells is the caller's to say."""
        context: contexts.Context = contexts.context_of_moment(self._snapshot.now)
        context |= contexts.context_of_principal(principal)
        context |= contexts.tag_keys("aws:resourcetag/", role.tags)
        if principal.kind is PrincipalKind.SERVICE:
            context["aws:sourceaccount"] = self._snapshot.account_id
        policies = PolicySet(_NOBODY, resource=self.layer(role))
        request = Request(principal, action, role.arn, context, role.account_id)
        decision = authorize(request, policies)
        if decision.is_allowed:
            return Granted(Proof(request, decision))
        carried = Carried(principal, action, context, keys=self._keys, is_caller_known=True)
        found = alternatives(
            request, policies, decision, may_carry=carried.may_carry, is_multivalued=carried.is_multivalued
        ).alternatives
        if not found:
            return None
        values = {assumption.key.lower(): assumption.value for assumption in found[0].assumptions}
        carrying = request._replace(context={**context, **values})
        allowed = authorize(carrying, policies)
        return Granted(Proof(carrying, allowed, tuple(values.items()))) if allowed.is_allowed else None


def is_service_linked(role: Role) -> bool:
    """Whether the role is a service's own: nobody passes it or changes it."""
    return role.path.startswith(SERVICE_LINKED_PATH)
