"""Who or what needs access, from where and for how long; and what has still to be known before anything is advised.

Which facts matter depends on those before: nobody is asked for an identity system whose program runs on an instance.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from iamctl.policy.principal_element import BUILT_IN_PROVIDERS

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT, MYSELF, PERSON, PEOPLE, APPLICATION = "root", "myself", "person", "people", "application"
WHO = {
    ROOT: "whoever has the root user's password",
    MYSELF: "you, who administer the account",
    PERSON: "one person",
    PEOPLE: "several people, or everybody of a company",
    APPLICATION: "an application, a script, a service",
}
COMPANY, OTHER_ACCOUNT, MOBILE = "company", "other-account", "mobile"
EC2, ECS, LAMBDA, KUBERNETES, CI = "ec2", "ecs", "lambda", "kubernetes", "ci"
ON_PREMISES, KEYS_ONLY = "on-premises", "keys-only"
WHERE_PEOPLE = {
    COMPANY: "their own machines, as people of your company or team",
    OTHER_ACCOUNT: "another AWS account, where they have an identity",
    MOBILE: "a mobile app or website of yours, whose users they are",
}
WHERE_APPLICATION = {
    EC2: "an EC2 instance",
    ECS: "a container of ECS",
    LAMBDA: "a Lambda function",
    KUBERNETES: "a pod of Kubernetes",
    CI: "a pipeline: GitHub Actions, GitLab, …",
    ON_PREMISES: "machines of your own, outside AWS",
    MOBILE: "a mobile app or website, for the people who use it",
    OTHER_ACCOUNT: "another AWS account, yours or a third party's",
    KEYS_ONLY: "a product that takes nothing but an access key",
}
NONE, SAML, OIDC, LDAP, OWN = "none", "saml", "oidc", "ldap", "own"
IDENTITY_SYSTEMS = {
    NONE: "none: nobody has to sign in anywhere yet",
    SAML: "one that speaks SAML 2.0: Entra ID, Okta, AD FS, …",
    OIDC: "one that speaks OpenID Connect: Google, Keycloak, Okta, …",
    LDAP: "a directory: LDAP, Active Directory without federation",
    OWN: "one of your own making",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Situation:
    """What is known of who needs access. Empty and None is not said.

    Attributes:
        seconds: how long access is needed at a stretch.
        names: the users' for people with users, else the roles'.
        policies: managed policies, by name or ARN.
        provider_url: an OpenID Connect issuer with `https://`, or a host that every account has.
        provider_name: a SAML provider's.
        metadata_file: a SAML provider's, with its text in `metadata`.
        provider_is_there: whether the account has the provider already.
        group_is_there: likewise the group.
        account_ids: others' accounts, whose principals are let in.
        external_id: what a third party has to say.
    """

    account_id: str
    who: str | None = None
    where: str | None = None
    identity_system: str | None = None
    seconds: int | None = None
    names: tuple[str, ...] = ()
    group: str | None = None
    policies: tuple[str, ...] = ()
    provider_url: str | None = None
    client_ids: tuple[str, ...] = ()
    subjects: tuple[str, ...] = ()
    provider_name: str | None = None
    metadata_file: str | None = None
    metadata: str = ""
    provider_is_there: bool = False
    group_is_there: bool = False
    account_ids: tuple[str, ...] = ()
    external_id: str | None = None

    @property
    def is_of_people(self) -> bool:
        return self.who in (MYSELF, PERSON, PEOPLE)

    @property
    def is_federated(self) -> bool:
        """Whether an OpenID Connect provider vouches for whoever it is."""
        where_vouched = self.where in (MOBILE, CI) or (self.where == KUBERNETES and self.provider_url is not None)
        return where_vouched or self.identity_system == OIDC

    @property
    def has_users(self) -> bool:
        """Whether it comes to users in a group."""
        return self.who == MYSELF or (self.is_of_people and self.identity_system == NONE)

    @property
    def group_name(self) -> str:
        """The group that users are put into."""
        return self.group or ("Administrators" if self.who == MYSELF else "People")

    @property
    def is_shared_provider(self) -> bool:
        """Whether the provider is every account's, so that none has to be made."""
        return self.provider_url in BUILT_IN_PROVIDERS


class Missing(NamedTuple):
    """A fact that is still to be had.

    Attributes:
        option: that says it: `--who`.
        question: for a person at a terminal, with its question mark.
        choices: what it may be, each with its meaning; empty is a text.
    """

    option: str
    question: str
    choices: dict[str, str]


def first_missing(known: Situation) -> Missing | None:
    """What has to be known next; None where enough is."""
    return next(_missing(known), None)


def _missing(known: Situation) -> Iterator[Missing]:
    if known.who is None:
        yield Missing("--who", "Who or what needs access?", WHO)
    if known.who == ROOT:
        return
    if known.who in (PERSON, PEOPLE) and known.where is None:
        yield Missing("--where", "From where?", WHERE_PEOPLE)
    if known.who == APPLICATION and known.where is None:
        yield Missing("--where", "From where?", WHERE_APPLICATION)
    if _needs_identity_system(known) and known.identity_system is None:
        yield Missing("--identity-system", "Which identity system do they sign in with?", _systems_for(known))
    if known.where == OTHER_ACCOUNT and not known.account_ids:
        yield Missing("--from-account", "Which account, by its 12 digits?", {})
    if known.is_federated:
        yield from _missing_of_oidc(known)
    if known.is_of_people and known.identity_system == SAML and not known.provider_is_there:
        if known.provider_name is None:
            yield Missing("--provider-name", "Under which name is the account to know the SAML provider?", {})
        if known.metadata_file is None:
            yield Missing("--metadata", "In which file is its metadata?", {})


def _needs_identity_system(known: Situation) -> bool:
    return (known.who in (PERSON, PEOPLE) and known.where == COMPANY) or (
        known.who == APPLICATION and known.where == ON_PREMISES
    )


def _systems_for(known: Situation) -> dict[str, str]:
    if known.who == APPLICATION:
        return {
            NONE: "none that issues tokens; at most certificates",
            OIDC: "one that gives the program OpenID Connect tokens",
        }
    return IDENTITY_SYSTEMS


def choices_of(known: Situation) -> dict[str, dict[str, str]]:
    """What each option may be in this situation; an option that does not matter is left out."""
    found = {"--who": WHO}
    if known.who in (PERSON, PEOPLE, APPLICATION):
        found["--where"] = WHERE_APPLICATION if known.who == APPLICATION else WHERE_PEOPLE
    if _needs_identity_system(known):
        found["--identity-system"] = _systems_for(known)
    return found


def _missing_of_oidc(known: Situation) -> Iterator[Missing]:
    if known.provider_url is None:
        yield Missing("--provider-url", "Which issuer do their tokens come from, by its URL?", {})
    if not known.client_ids:
        yield Missing("--client-id", "Whom are the tokens for: their audience, or the app's client id?", {})
    if known.where in (CI, KUBERNETES) and not known.subjects:
        yield Missing("--subject", "Which subject do the tokens have, such as repo:acme/site:*?", {})


def without_effect(known: Situation) -> list[str]:
    """Options that were said and say nothing about this situation, of which enough is known."""
    matters = {
        "--where": known.who in (PERSON, PEOPLE, APPLICATION),
        "--identity-system": _needs_identity_system(known),
        "--name": known.who != ROOT,
        "--policy": known.who != ROOT,
        "--how-long": known.who != ROOT,
        "--group": known.has_users,
        "--provider-url": known.is_federated,
        "--client-id": known.is_federated,
        "--subject": known.is_federated,
        "--provider-name": known.is_of_people and known.identity_system == SAML,
        "--metadata": known.is_of_people and known.identity_system == SAML and not known.provider_is_there,
        "--from-account": known.where == OTHER_ACCOUNT,
        "--external-id": known.who == APPLICATION and known.where == OTHER_ACCOUNT,
    }
    said = {
        "--where": known.where,
        "--identity-system": known.identity_system,
        "--name": known.names,
        "--policy": known.policies,
        "--how-long": known.seconds,
        "--group": known.group,
        "--provider-url": known.provider_url,
        "--client-id": known.client_ids,
        "--subject": known.subjects,
        "--provider-name": known.provider_name,
        "--metadata": known.metadata_file,
        "--from-account": known.account_ids,
        "--external-id": known.external_id,
    }
    return [option for option, value in said.items() if value not in (None, ()) and not matters[option]]
