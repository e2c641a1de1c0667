"""AWS's guidance on who should be what: a table of situations, each with its answer, its page and its commands.

Rules kept here:
  * the first row that fits is the answer; the rows of one identity stand from the best to the last resort;
  * nothing is let in that was not named: a role's trust names accounts, audiences and subjects, and no policy is
    attached that was not asked for, but to who administers the account;
  * a command that hands a secret to one person, or needs that person, is not among those that are carried out at once.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
"""

from __future__ import annotations

import shlex
from typing import TYPE_CHECKING, NamedTuple

from iamctl.service.advising import plans
from iamctl.service.advising.situation import (
    APPLICATION,
    CI,
    COMPANY,
    EC2,
    ECS,
    KEYS_ONLY,
    KUBERNETES,
    LAMBDA,
    LDAP,
    MOBILE,
    MYSELF,
    NONE,
    OIDC,
    ON_PREMISES,
    OTHER_ACCOUNT,
    OWN,
    PEOPLE,
    PERSON,
    ROOT,
    SAML,
)

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamctl.service.advising.plans import Plan
    from iamctl.service.advising.situation import Situation

_GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide"
LONGEST_ROLE_SESSION = 43_200


class Advice(NamedTuple):
    """The answer to one situation.

    Attributes:
        code: the row's name: `INSTANCE_ROLE`.
        answer: what to use; one sentence.
        why: sentences.
        source: AWS's page.
        plan: what is to be done.
    """

    code: str
    answer: str
    why: tuple[str, ...]
    source: str
    plan: Plan


class _Row(NamedTuple):
    """One situation.

    Attributes:
        where: any of these; empty where it does not matter.
        systems: likewise.
    """

    code: str
    who: tuple[str, ...]
    where: tuple[str, ...]
    systems: tuple[str, ...]
    answer: str
    why: tuple[str, ...]
    source: str
    plan: Callable[[Situation], Plan]


_NO_LONG_TERM = "Its credentials are temporary and renewed by themselves: there is no key to store or to rotate."

TABLE: tuple[_Row, ...] = (
    _Row(
        "NEVER_ROOT",
        (ROOT,),
        (),
        (),
        "Do not use the root user, but for the few tasks that only it can do.",
        (
            "No policy bounds the root user, and whoever has its credentials has the account.",
            "Give it MFA and no access keys, and put its password away; for daily work: `iamctl advise --who myself`.",
        ),
        f"{_GUIDE}/root-user-best-practices.html",
        plans.for_root,
    ),
    _Row(
        "ONE_USER_FOR_ONESELF",
        (MYSELF,),
        (),
        (),
        "Make one user for yourself with administrative rights, and work as that user.",
        (
            "Even who is alone in an account does not work as its root user: a user can be bounded and replaced.",
            "The rights hang on a group, so that whoever comes next gets them by being in it.",
        ),
        f"{_GUIDE}/getting-started-account-iam.html",
        plans.for_oneself,
    ),
    _Row(
        "SAML_FEDERATION",
        (PERSON, PEOPLE),
        (COMPANY,),
        (SAML,),
        "Let them sign in where they already do, and become a role through SAML 2.0: no IAM users.",
        (
            "Who leaves the company loses the access with the sign-in, and nobody has a second password.",
            "The identity provider says in the attribute Role which role each person may take on.",
        ),
        f"{_GUIDE}/id_roles_providers_saml.html",
        plans.for_saml,
    ),
    _Row(
        "OIDC_FEDERATION",
        (PERSON, PEOPLE),
        (COMPANY,),
        (OIDC,),
        "Let them sign in where they already do, and become a role through OpenID Connect: no IAM users.",
        (
            "Who leaves the company loses the access with the sign-in, and nobody has a second password.",
            "The role's trust policy names the audience; with `--subject` it names the people too.",
        ),
        f"{_GUIDE}/id_roles_providers_oidc.html",
        plans.for_oidc,
    ),
    _Row(
        "IDENTITY_BROKER",
        (PERSON, PEOPLE),
        (COMPANY,),
        (LDAP, OWN),
        "Put a broker in between: it knows people by what they already have, and takes roles on for them.",
        (
            "A system that speaks neither SAML nor OpenID Connect cannot be trusted by a role directly.",
            "The broker alone has credentials of its own; rules in its file say who becomes which role.",
        ),
        f"{_GUIDE}/id_roles_providers_enable-console-custom-url.html",
        plans.for_broker,
    ),
    _Row(
        "USERS_FOR_PEOPLE",
        (PERSON, PEOPLE),
        (COMPANY,),
        (NONE,),
        "Where there is no other identity system, make a user for each person, with permissions by a group.",
        (
            "AWS recommends IAM Identity Center before that, which is no part of IAM and not modelled here.",
            "One user is one person: credentials that are shared cannot be traced, nor taken from one alone.",
            "Each has a password that only serves to choose another, and MFA; nobody needs an access key for that.",
        ),
        f"{_GUIDE}/gs-identities-iam-users.html",
        plans.for_people,
    ),
    _Row(
        "ROLE_FOR_ANOTHER_ACCOUNT",
        (PERSON, PEOPLE),
        (OTHER_ACCOUNT,),
        (),
        "They have an identity in their own account: give them a role here, which they take on with MFA.",
        (
            "A second user would be a second credential of the same person.",
            "Their account says who of it may take the role on.",
        ),
        f"{_GUIDE}/tutorial_cross-account-with-roles.html",
        plans.for_people_of_another_account,
    ),
    _Row(
        "ROLE_FOR_AN_APPS_USERS",
        (PERSON, PEOPLE, APPLICATION),
        (MOBILE,),
        (),
        "Let the app's users sign in with Amazon, Cognito, Facebook, Google or any OpenID Connect provider, "
        "and become a role.",
        (
            "What is shipped with an app is no secret: an access key in it is everybody's.",
            "AWS recommends Amazon Cognito between the app and the providers; guests get a role that way too.",
        ),
        f"{_GUIDE}/id_federation_common_scenarios.html",
        plans.for_oidc,
    ),
    _Row(
        "INSTANCE_ROLE",
        (APPLICATION,),
        (EC2,),
        (),
        "Give the instance a role, by an instance profile.",
        (_NO_LONG_TERM, "AWS's SDKs find them on the instance without being told."),
        f"{_GUIDE}/id_roles_use_switch-role-ec2.html",
        plans.for_instance,
    ),
    _Row(
        "TASK_ROLE",
        (APPLICATION,),
        (ECS,),
        (),
        "Give the task a role of its own.",
        (_NO_LONG_TERM, "Each task definition names its role, so that two containers on one host differ in rights."),
        "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task-iam-roles.html",
        plans.for_task,
    ),
    _Row(
        "EXECUTION_ROLE",
        (APPLICATION,),
        (LAMBDA,),
        (),
        "Give the function an execution role.",
        (_NO_LONG_TERM, "With AWSLambdaBasicExecutionRole it may write its log, and nothing else."),
        "https://docs.aws.amazon.com/lambda/latest/dg/lambda-intro-execution-role.html",
        plans.for_function,
    ),
    _Row(
        "POD_ROLE",
        (APPLICATION,),
        (KUBERNETES,),
        (),
        "Give the pod's service account a role.",
        (_NO_LONG_TERM, "The node's role would be every pod's."),
        "https://docs.aws.amazon.com/eks/latest/userguide/service-accounts.html",
        plans.for_pod,
    ),
    _Row(
        "PIPELINE_ROLE",
        (APPLICATION,),
        (CI,),
        (),
        "Let the pipeline become a role by the token that its service gives each run.",
        (
            _NO_LONG_TERM,
            "The subject says which repository and branch: without it anybody's pipeline would be let in.",
        ),
        f"{_GUIDE}/id_roles_create_for-idp_oidc.html",
        plans.for_oidc,
    ),
    _Row(
        "WORKLOAD_FEDERATION",
        (APPLICATION,),
        (ON_PREMISES,),
        (OIDC,),
        "Let the program become a role by the tokens that it already has.",
        (_NO_LONG_TERM, "With `--subject` the role is for this program alone."),
        f"{_GUIDE}/id_roles_create_for-idp_oidc.html",
        plans.for_oidc,
    ),
    _Row(
        "ROLES_ANYWHERE",
        (APPLICATION,),
        (ON_PREMISES,),
        (),
        "Give the machine a certificate, and a role that it becomes through IAM Roles Anywhere.",
        (
            _NO_LONG_TERM,
            "Trust anchor and profile are Roles Anywhere's own and are made there; the role is IAM's.",
            "Where no certificate can be had: `iamctl advise --who application --where keys-only`.",
        ),
        "https://docs.aws.amazon.com/rolesanywhere/latest/userguide/trust-model.html",
        plans.for_roles_anywhere,
    ),
    _Row(
        "ROLE_FOR_ANOTHER_ACCOUNTS_PROGRAM",
        (APPLICATION,),
        (OTHER_ACCOUNT,),
        (),
        "Give the other account a role here, and no key of this account.",
        (
            _NO_LONG_TERM,
            "A third party has to say an external id, which it chooses for you: so it cannot be made to act on you "
            "for another of its customers (`--external-id`).",
        ),
        f"{_GUIDE}/id_roles_common-scenarios_third-party.html",
        plans.for_program_of_another_account,
    ),
    _Row(
        "USER_WITH_A_KEY",
        (APPLICATION,),
        (KEYS_ONLY,),
        (),
        "The last resort: a user for this program alone, without a password, with one access key.",
        (
            "A key is valid until somebody ends it: rotate it, and give it no more rights than the program needs.",
            "See first whether the product cannot use a role after all.",
        ),
        f"{_GUIDE}/id_credentials_access-keys.html",
        plans.for_keys_only,
    ),
)
"""Every situation, from `iamctl.service.advising.situation`; an identity system that was not asked for fits any."""


def advise(situation: Situation) -> Advice:
    """The answer to a situation of which enough is known (`situation.first_missing`)."""
    row = next(row for row in TABLE if _fits(row, situation))
    plan = row.plan(situation)
    return Advice(row.code, row.answer, row.why, row.source, plan._replace(notes=(*plan.notes, *_notes(situation))))


def _fits(row: _Row, situation: Situation) -> bool:
    return (
        situation.who in row.who
        and (not row.where or situation.where in row.where)
        and (not row.systems or situation.identity_system in row.systems)
    )


def _notes(situation: Situation) -> list[str]:
    seconds = situation.seconds
    notes: list[str] = []
    if situation.who == ROOT:
        return notes
    if seconds is not None and seconds > LONGEST_ROLE_SESSION and situation.identity_system != NONE:
        notes.append("a role's session lasts 12 hours at most; then it is renewed, as AWS's clients do by themselves")
    if not situation.policies and situation.who != MYSELF:
        notes.append("nothing is allowed yet: say `--policy NAME` for each managed policy that is needed, and no more")
    return notes


def typed(words: tuple[str, ...]) -> str:
    """A command as it is typed into a shell."""
    return shlex.join(("iamctl", *words))
