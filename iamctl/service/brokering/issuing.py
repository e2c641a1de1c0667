"""What a broker asks of the account: sessions of roles for persons, each recorded: who, through what, until when.

The broker is one of the account's identities and calls AssumeRole with the person as source identity, so that its own
policies, the role's trust policy and STS's limits hold for everything it hands out. The record stands beside the
session's own, under the same key id: who the person is there says source identity, here also who vouched for it.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_common-scenarios_federated-users.html
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import AccessDenied
from iamctl.service.brokering.person import check_person_name
from iamctl.service.sts.assume_role import (
    Wish,
    asked_arn,
    assume_role,
    caller_of_assume_role,
    check_wish,
    find_role,
    longest_duration,
    not_authorized,
    requests,
)

if TYPE_CHECKING:
    from iamctl.service.account import Account
    from iamctl.service.brokering.person import Person
    from iamctl.service.brokering.rules import Grant
    from iamctl.service.service import Change, Reading
    from iamctl.service.sts.issuing import Issued

RECORDS = "brokered"
KEPT = timedelta(days=90)


class Brokered(NamedTuple):
    """One session that a broker handed out.

    Attributes:
        person: the source identity.
        through: the authenticator that vouched for the person.
        address: where the request came from; empty where it is not known.
        issued, expires: UTC, ISO 8601.
    """

    access_key_id: str
    person: str
    through: str
    rule: str
    role: str
    arn: str
    address: str
    issued: str
    expires: str


def issue_for(change: Change, person: Person, grant: Grant, *, address: str = "") -> Issued:
    """A session of the grant's role for the person, recorded.

    Raises:
        AccessDenied: the broker may not, or the name cannot be a source identity.
        IamError: as AssumeRole.
    """
    check_person_name(person.name)
    account = change.account
    role = find_role(account, grant.role)
    duration = grant.duration_seconds
    if duration is not None and role is not None:
        duration = min(duration, longest_duration(role, caller_of_assume_role(account)))
    issued = change.call(
        assume_role,
        role_arn=role.arn if role is not None else grant.role,
        role_session_name=grant.session_name,
        duration_seconds=duration,
        policy=grant.policy,
        policy_arns=grant.policy_arns,
        tags=grant.tags,
        transitive_tag_keys=grant.transitive,
        source_identity=person.name,
    )
    record = record_of(issued, person, grant, address)
    account.marks.change(RECORDS, record.access_key_id, lambda _: record._asdict())
    return issued


def record_of(issued: Issued, person: Person, grant: Grant, address: str) -> Brokered:
    session = issued.session
    return Brokered(
        access_key_id=session.access_key_id,
        person=person.name,
        through=person.through,
        rule=grant.rule,
        role=grant.role_name,
        arn=issued.arn,
        address=address,
        issued=session.issue_date.isoformat(),
        expires=session.expiration.isoformat(),
    )


def check_for(reading: Reading, person: Person, grant: Grant) -> str:
    """That the broker could hand the grant out now; nothing is issued. The ARN of the role.

    Raises:
        IamError: what AssumeRole would answer.
    """
    from iamctl.service.sts.session_policies import checked_policies, packed_size

    check_person_name(person.name)
    account = reading.account
    wish = Wish(
        role_session_name=grant.session_name,
        duration_seconds=grant.duration_seconds,
        policy=grant.policy,
        policy_arns=grant.policy_arns,
        tags=grant.tags,
        transitive_tag_keys=grant.transitive,
        source_identity=person.name,
    )
    check_wish(wish)
    standing = caller_of_assume_role(account)
    role = find_role(account, grant.role)
    if role is None:
        raise not_authorized(standing.caller.principal.arn, asked_arn(account, grant.role))
    assert account.gate is not None, "whoever is not root has a gate"
    for asked in requests(role, wish, standing, has_code=False):
        account.gate.check(asked)
    packed_size(checked_policies(account, grant.policy, grant.policy_arns), grant.tags)
    return role.arn


def check_can_broker(account: Account) -> None:
    """That the caller is an identity that can take on roles.

    Raises:
        AccessDenied: it is the root user.
    """
    standing = account.standing
    if standing is None or standing.is_root:
        raise AccessDenied(
            "Roles may not be assumed by root accounts: a broker acts as a user or role of the account.",
            hint="make one that may call sts:AssumeRole and sts:SetSourceIdentity, and say `--as Broker`",
        )


def list_brokered(reading: Reading, *, person: str | None = None) -> list[Brokered]:
    """What brokers handed out, the newest first.

    Raises:
        AccessDenied: the caller is not the root user.
    """
    reading.check("ListSessions")
    found = (Brokered(**mark) for mark in reading.account.marks.all(RECORDS).values())
    wanted = [each for each in found if person in (None, each.person)]
    return sorted(wanted, key=lambda each: (each.issued, each.access_key_id), reverse=True)


def forget_old(account: Account) -> None:
    """Let go of records of sessions that have been over for 90 days."""
    for key_id, mark in account.marks.all(RECORDS).items():
        if datetime.fromisoformat(mark["expires"]) + KEPT < account.now:
            account.marks.change(RECORDS, key_id, lambda _: None)
