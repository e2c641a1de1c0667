"""A report of an account as members: who is there, what they may do, and what a person should look at.

Nothing is changed and no secret is looked at. What had to be left out is counted in its part.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from iamctl.service.account_settings import get_account_summary
from iamctl.service.comparing.accounts import Compiled
from iamctl.service.credential_check import Ages, check_credentials
from iamctl.service.escalation.escalations import escalations
from iamctl.service.escalation.members import escalation_members
from iamctl.service.members import time_text
from iamctl.service.policy_usage import usage_of
from iamctl.service.reporting.access import LEVELS, Access, Bits, effective_access, services_of
from iamctl.service.reporting.grants import grants_of
from iamctl.service.reporting.trust import let_in

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.model.role import Role
    from iamctl.model.user import User
    from iamctl.service.account import Account
    from iamctl.service.members import Members
    from iamctl.store.protocol import Revision

STANDING_FOR = ("GetAccountAuthorizationDetails", "GetAccountSummary", "GetCredentialReport")
"""The operations that a caller has to be allowed to be given a report."""
OLD = timedelta(days=90)
MOST_FOR_ESCALATION = 500
"""Users and roles; of more the ways to more take minutes: they are looked for where asked, to administrators alone."""


def report(account: Account, revisions: Iterable[Revision] = (), *, with_escalation: bool | None = None) -> Members:
    """The whole report.

    Args:
        revisions: those to be told, newest first.
        with_escalation: whether to look for ways to more; None is in accounts that are small enough.

    Raises:
        BrokenFile: a file of the account cannot be read.
    """
    bits, compiled = Bits(), Compiled()
    accesses = effective_access(account, bits, compiled)
    of = {arn: access for access in accesses for arn in access.arns}
    grants = grants_of(account, bits, compiled)
    count = account.users.count() + account.roles.count()
    if with_escalation is None:
        with_escalation = count <= MOST_FOR_ESCALATION
    goal = "admin" if count > MOST_FOR_ESCALATION else None
    found = escalations(account, to=goal, most=1) if with_escalation else []
    members = [escalation_members(each) for each in found]
    return {
        "Account": {
            "AccountId": account.account_id,
            "Alias": account.settings.alias,
            "Time": time_text(account.now),
            "Summary": get_account_summary(account),
        },
        "Identities": {
            "Users": [_user(each, of[each.arn]) for each in account.users.all()],
            "Roles": [_role(each, of[each.arn]) for each in account.roles.all()],
            "Groups": list(_groups(account)),
        },
        "Access": {
            "Principals": count,
            "Levels": list(LEVELS),
            "Services": [{"Service": service, "Levels": levels} for service, levels in services_of(accesses).items()],
            "Alike": [_access(each) for each in accesses],
        },
        "WideGrants": grants.wide,
        "Outsiders": [each.members() for each in let_in(account)],
        "Superfluous": {
            "Statements": grants.shadowed,
            "WithoutKnownAction": grants.unknown,
            "UnusedPolicies": list(_unused_policies(account)),
            "NotLookedAt": grants.unlooked,
        },
        "Credentials": [
            {"Code": each.code, "Message": each.message, "Mend": each.mend}
            for each in check_credentials(account, ages=Ages(OLD, OLD))
        ],
        "Escalation": {
            "LookedFor": with_escalation,
            "To": goal,
            "Admins": [each["Principal"] for each in members if each["Admin"]],
            "Paths": [each for each in members if each["Escalates"]],
        },
        "Changes": [_revision(each) for each in revisions],
    }


def _user(user: User, access: Access) -> Members:
    return _identity(user, access) | {
        "Groups": list(user.groups),
        "Password": user.login_profile is not None,
        "Mfa": len(user.mfa_devices),
        "ActiveKeys": sum(key.status == "Active" for key in user.access_keys),
    }


def _role(role: Role, access: Access) -> Members:
    return _identity(role, access)


def _identity(noun: User | Role, access: Access) -> dict[str, Any]:
    gravest = access.gravest
    return {
        "Name": noun.name,
        "Arn": noun.arn,
        "CreateDate": time_text(noun.create_date),
        "Attached": len(noun.attached_policies),
        "Inline": len(noun.inline_policies),
        "PermissionsBoundary": noun.permissions_boundary,
        "Actions": access.actions.bit_count(),
        "Levels": {level: count for level in LEVELS if (count := sum(each == level for each in gravest.values()))},
    }


def _groups(account: Account) -> Iterator[Members]:
    for group in account.groups.all():
        yield {
            "Name": group.group_name,
            "Arn": group.arn,
            "Members": account.users.count_referring("group", group.group_name.lower()),
            "Attached": len(group.attached_policies),
            "Inline": len(group.inline_policies),
        }


def _access(access: Access) -> Members:
    return {"Principals": list(access.arns), "Actions": access.actions.bit_count(), "Services": access.gravest}


def _unused_policies(account: Account) -> Iterator[str]:
    for policy in account.policies.all():
        if not any(usage_of(account, policy.arn)):
            yield policy.arn


def _revision(revision: Revision) -> Members:
    return {
        "Number": revision.number,
        "Time": revision.time,
        "Caller": revision.caller_arn,
        "Operations": [call.name for call in revision.operations],
        "Files": [file.path for file in revision.files],
    }
