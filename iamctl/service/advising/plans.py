"""What is to be done in each situation: steps in an account, and the commands that whoever it is for begins with."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.model.document import Document, Json
from iamctl.service.advising import steps
from iamctl.service.trust_policies import Trust

if TYPE_CHECKING:
    from iamctl.service.advising.situation import Situation
    from iamctl.service.advising.steps import Step

_LONGEST = 43_200
_BROKER = "Broker"
_TAKING_ON: list[Json] = ["sts:AssumeRole", "sts:SetSourceIdentity", "sts:TagSession"]
Words = tuple[str, ...]


class Plan(NamedTuple):
    """What is to be done.

    Attributes:
        steps: in the account, in one change.
        then: further commands, each by the person it is about or with what only it has; the words behind `iamctl`.
        notes: what a person should know besides; lower case, no full stop.
    """

    steps: tuple[Step, ...] = ()
    then: tuple[Words, ...] = ()
    notes: tuple[str, ...] = ()


def for_root(situation: Situation) -> Plan:  # noqa: ARG001  every plan is of a situation
    return Plan(
        then=(_mfa("root"), ("creds", "check", "root")),
        notes=("access keys of the root user are deleted with `iamctl creds key delete KEY`",),
    )


def for_oneself(situation: Situation) -> Plan:
    policies = situation.policies or ("AdministratorAccess",)
    return _users(situation, situation.names[:1] or ("admin",), policies)


def for_people(situation: Situation) -> Plan:
    return _users(situation, situation.names or ("alice",), situation.policies)


def _users(situation: Situation, names: Words, policies: Words) -> Plan:
    group = situation.group_name
    made: list[Step] = [] if situation.group_is_there else [steps.CreateGroup(group, policies)]
    made.append(steps.CreateUsers(names, group_name=group))
    made += (steps.GeneratePassword(name) for name in names)
    note = "each MFA device begins to count by two of its codes: `iamctl creds mfa enable USER`, by whom it is for"
    joined = f"the group {group} is there, and gets no further policies"
    notes = (note, joined) if situation.group_is_there and situation.policies else (note,)
    return Plan(tuple(made), tuple(_mfa(name) for name in names), notes)


def _mfa(name: str) -> Words:
    return ("creds", "mfa", "enable", name, "--start", "--out", f"{name}-mfa.json")


def for_saml(situation: Situation) -> Plan:
    provider = situation.provider_name
    assert provider is not None
    made: list[Step] = []
    if not situation.provider_is_there:
        assert situation.metadata_file is not None
        made.append(steps.CreateSamlProvider(provider, situation.metadata_file, situation.metadata))
    made += _roles(situation, ("Company",), Trust(saml=(provider,)))
    then = tuple(("assume", name, "--saml-response", "response.b64") for name in _names(situation, "Company"))
    pair = f"ROLE-ARN,arn:aws:iam::{situation.account_id}:saml-provider/{provider}"
    notes = (
        f"have the identity provider give each person the attribute Role with {pair}",
        f"people sign in with `iamctl login --saml {provider}`",
    )
    return Plan(tuple(made), then, notes)


def for_oidc(situation: Situation) -> Plan:
    """People, apps' users and programs whom an OpenID Connect provider vouches for."""
    url = situation.provider_url
    assert url is not None
    made: list[Step] = []
    if not situation.is_shared_provider and not situation.provider_is_there:
        made.append(steps.CreateOidcProvider(url, situation.client_ids))
    provider = url.removeprefix("https://")
    trust = Trust(oidc=provider, audiences=situation.client_ids, subjects=situation.subjects)
    made += _roles(situation, ("Federated",), trust)
    then = tuple(("assume", name, "--web-identity-token", "token.jwt") for name in _names(situation, "Federated"))
    return Plan(tuple(made), then)


def for_broker(situation: Situation) -> Plan:
    names = _names(situation, "Company")
    arns: list[Json] = [f"arn:aws:iam::{situation.account_id}:role/{name}" for name in names]
    may: dict[str, Json] = {"Effect": "Allow", "Action": _TAKING_ON, "Resource": arns[0] if len(arns) == 1 else arns}
    broker = f"arn:aws:iam::{situation.account_id}:user/{_BROKER}"
    trusted: dict[str, Json] = {"Effect": "Allow", "Principal": {"AWS": broker}, "Action": _TAKING_ON}
    made: tuple[Step, ...] = (
        steps.CreateUsers((_BROKER,)),
        steps.PutUserPolicy(_BROKER, "TakeRolesOn", _document(may)),
        *_roles(situation, ("Company",), _document(trusted)),
    )
    then = (("broker", "serve", "broker.toml", "--as", _BROKER, "--check"),)
    notes = (
        "its file says who becomes which role: docs/broker.md",
        "people get credentials with `iamctl broker login URL`",
    )
    return Plan(made, then, notes)


def for_people_of_another_account(situation: Situation) -> Plan:
    trust = Trust(accounts=situation.account_ids, require_mfa=True)
    return _elsewhere(situation, trust, "Guest")


def for_program_of_another_account(situation: Situation) -> Plan:
    trust = Trust(accounts=situation.account_ids, external_id=situation.external_id)
    plan = _elsewhere(situation, trust, "Partner")
    if situation.external_id is not None:
        return plan
    note = "if that account is a third party's, have it say an external id: `--external-id ID`"
    return plan._replace(notes=(*plan.notes, note))


def _elsewhere(situation: Situation, trust: Trust, default: str) -> Plan:
    made = _roles(situation, (default,), trust)
    arns = [f"arn:aws:iam::{situation.account_id}:role/{name}" for name in _names(situation, default)]
    note = f"the other account allows whom it chooses sts:AssumeRole on {' and '.join(arns)}"
    return Plan(tuple(made), tuple(("role", "trust", "show", name) for name in _names(situation, default)), (note,))


def for_instance(situation: Situation) -> Plan:
    names = _names(situation, "Application")
    made = list(_roles(situation, ("Application",), Trust(services=("ec2.amazonaws.com",))))
    for name in names:
        made += (steps.CreateInstanceProfile(name), steps.AddRoleToInstanceProfile(name, name))
    then = tuple(("exec", "--instance-profile", name, "--", "env") for name in names)
    note = "the last command runs another, here env, as on an instance that has the profile"
    return Plan(tuple(made), then, (note,))


def for_task(situation: Situation) -> Plan:
    return Plan(tuple(_roles(situation, ("Task",), Trust(services=("ecs-tasks.amazonaws.com",)))))


def for_function(situation: Situation) -> Plan:
    trust = Trust(services=("lambda.amazonaws.com",))
    policies = dict.fromkeys(("AWSLambdaBasicExecutionRole", *situation.policies))
    return Plan(tuple(_roles(situation, ("Function",), trust, tuple(policies))))


def for_pod(situation: Situation) -> Plan:
    if situation.provider_url is not None:
        return for_oidc(situation)
    trusted: dict[str, Json] = {
        "Effect": "Allow",
        "Principal": {"Service": "pods.eks.amazonaws.com"},
        "Action": ["sts:AssumeRole", "sts:TagSession"],
    }
    note = (
        "the association of service account and role is EKS's own; for a cluster outside EKS name its issuer: "
        "`--provider-url URL`"
    )
    return Plan(tuple(_roles(situation, ("Pod",), _document(trusted))), (), (note,))


def for_roles_anywhere(situation: Situation) -> Plan:
    principal: Json = {"Service": "rolesanywhere.amazonaws.com"}
    trusted: dict[str, Json] = {"Effect": "Allow", "Principal": principal, "Action": _TAKING_ON}
    note = (
        "hold the trust policy to your trust anchor with a condition on aws:SourceArn, and to the certificate with "
        "aws:PrincipalTag/x509Subject/CN: `iamctl edit ROLE`"
    )
    return Plan(tuple(_roles(situation, ("Machine",), _document(trusted))), (), (note,))


def for_keys_only(situation: Situation) -> Plan:
    names = situation.names or ("application",)
    made: list[Step] = [steps.CreateUsers((name,), policies=situation.policies) for name in names]
    made += (steps.CreateAccessKey(name) for name in names)
    then = tuple(("creds", "key", "rotate", name, "--grace", "24h") for name in names)
    return Plan(tuple(made), then, ("rotate each key every 90 days; `iamctl creds check` finds those that are older",))


def _names(situation: Situation, default: str) -> Words:
    return situation.names or (default,)


def _roles(
    situation: Situation, default: Words, trust: Trust | Document, policies: Words | None = None
) -> tuple[Step, ...]:
    longest = min(max(situation.seconds or steps.HOUR, steps.HOUR), _LONGEST)
    attached = situation.policies if policies is None else policies
    return tuple(steps.CreateRole(name, trust, attached, longest) for name in situation.names or default)


def _document(statement: dict[str, Json]) -> Document:
    return Document.of({"Version": "2012-10-17", "Statement": [statement]})
