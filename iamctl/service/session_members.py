"""Sessions as members, without their secrets. AWS's API has none for them but the issue of one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iamctl.service.members import time_text

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.model.session import Session
    from iamctl.service.members import Members
    from iamctl.service.sts.sessions import SessionRecord


def session_members(session: Session, now: datetime) -> Members:
    """What a session carries: None and empty where it carries nothing of the kind."""
    from iamctl.model.document import Document

    return {
        "AccessKeyId": session.access_key_id,
        "IssuedBy": session.issuer,
        "IssueDate": time_text(session.issue_date),
        "Expiration": time_text(session.expiration),
        "Remaining": remaining(session.expiration, now),
        "MFA": time_text(session.mfa_date) if session.mfa_date is not None else None,
        "SourceIdentity": session.source_identity,
        "Chain": list(session.chain),
        "SessionTags": [{"Key": tag.key, "Value": tag.value} for tag in session.tags],
        "TransitiveTagKeys": list(session.transitive_tag_keys),
        "SessionPolicy": Document(session.policy).tree if session.policy is not None else None,
        "SessionPolicyArns": list(session.policy_arns),
        "SignedBy": session.caller_key_id,
        "Provider": session.provider,
    }


def record_members(record: SessionRecord, now: datetime) -> Members:
    """A session as the account remembers it."""
    members = {"Arn": record.arn, "Live": record.is_live, "Why": record.dead_because}
    return members | session_members(record.session, now)


def remaining(until: datetime, now: datetime) -> str:
    """How long it is until then, as durations are typed: `11h59m`, `42s`, `0s` once it is over."""
    seconds = max(0, int((until - now).total_seconds()))
    if seconds < 60:
        return f"{seconds}s"
    hours, minutes = seconds // 3600, seconds // 60 % 60
    return f"{hours}h{minutes:02}m" if hours else f"{minutes}m"
