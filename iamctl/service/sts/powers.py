"""What a session may do after every narrowing: its role's or user's policies as they are now, the boundary, its
session policies, and what sessions of its kind may not do at all.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.model.session import GET_FEDERATION_TOKEN
from iamctl.service.questions.asking import Circumstances
from iamctl.service.sts.presenting import identity_of
from iamctl.service.sts.standing import standing_of
from iamctl.service.what_can import what_can

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.service.account import Account
    from iamctl.service.sts.sessions import SessionRecord
    from iamctl.service.sts.standing import Standing
    from iamctl.service.what_can import Access


def standing_of_record(account: Account, record: SessionRecord) -> Standing | None:
    """The session as the engine knows it now; None where its role or user is gone."""
    identity = identity_of(account, record.session)
    if identity is None:
        return None
    return standing_of(account, identity, record.session, record.session.access_key_id)


def powers_of(account: Account, record: SessionRecord, *, services: Iterable[str] = ()) -> list[Access]:
    """What the session may do, sorted by service and access level; nothing where it is over.

    Args:
        services: prefixes; none is every service that AWS lists.

    Raises:
        NoSuchEntity: AWS lists no such service.
    """
    standing = standing_of_record(account, record) if record.is_live else None
    if standing is None:
        return []
    identity = standing.caller.identity
    is_federated = record.session.issuer == GET_FEDERATION_TOKEN and identity is not None
    found = what_can(
        account,
        standing.caller.principal.arn,
        services=services,
        circumstances=Circumstances(context=standing.context),
        supposed=standing.supposed,
        federated_by=identity.arn if is_federated and identity is not None else None,
    )
    return [left for access in found if (left := _without_what_it_never_may(standing, access)) is not None]


def _without_what_it_never_may(standing: Standing, access: Access) -> Access | None:
    if access.service not in ("iam", "sts"):
        return access
    actions = tuple(name for name in access.actions if standing.may_never(name) is None)
    if actions == access.actions:
        return access
    return access._replace(actions=actions, is_whole=False) if actions else None
