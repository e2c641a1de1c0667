"""The credential report: a CSV file of all users, the root user first, and how their credentials stand.

Rules kept here:
  * the columns, their order and their words are AWS's; lines end with a line feed, the last one with nothing;
  * it covers passwords, MFA, the two access keys (the older one first) and the two signing certificates; of an access
    key, the day it was last rotated is the day it was made, since no file keeps when its status changed;
  * `GenerateCredentialReport` makes a new one at most every four hours; an older one can no longer be fetched.

Sources: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_getting-report.html
         https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html
         https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import ReportExpired, ReportNotPresent
from iamctl.service.access_keys import all_uses
from iamctl.service.credential_owners import is_root
from iamctl.service.operation import operation
from iamctl.service.password_rules import policy_of
from iamctl.service.sign_in import passwords_last_used

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.model.access_key import AccessKey
    from iamctl.model.signing_certificate import SigningCertificate
    from iamctl.service.access_keys import KeyUse
    from iamctl.service.account import Account
    from iamctl.service.credential_owners import Owner

COLUMNS = (
    "user",
    "arn",
    "user_creation_time",
    "password_enabled",
    "password_last_used",
    "password_last_changed",
    "password_next_rotation",
    "mfa_active",
    "access_key_1_active",
    "access_key_1_last_rotated",
    "access_key_1_last_used_date",
    "access_key_1_last_used_region",
    "access_key_1_last_used_service",
    "access_key_2_active",
    "access_key_2_last_rotated",
    "access_key_2_last_used_date",
    "access_key_2_last_used_region",
    "access_key_2_last_used_service",
    "cert_1_active",
    "cert_1_last_rotated",
    "cert_2_active",
    "cert_2_last_rotated",
)
ROOT = "<root_account>"
ABSENT, UNSUPPORTED, UNKNOWN = "N/A", "not_supported", "no_information"
STARTED, COMPLETE = "STARTED", "COMPLETE"
_REPORT = "credential-report"
_LIFE = timedelta(hours=4)


class ReportState(NamedTuple):
    """How a report stands: `STARTED`, with a description, where this call made it, `COMPLETE` where one was there."""

    state: str
    description: str | None = None


class CredentialReport(NamedTuple):
    """A report.

    Attributes:
        content: CSV.
        generated_time: UTC, whole seconds.
    """

    content: str
    generated_time: datetime
    report_format: str = "text/csv"


@operation("GenerateCredentialReport", writes=False)
def generate_credential_report(account: Account) -> ReportState:
    """See to it that there is a report of at most four hours; one that is younger stays as it is.

    The report is no part of the account: it is kept beside the history, and makes no revision.

    Raises:
        BrokenFile: a user's file cannot be read, so that the report would lack it.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GenerateCredentialReport.html
    """
    stored = _stored(account)
    if stored is not None and _is_fresh(stored, account.now):
        return ReportState(COMPLETE)
    report = credential_report(account)
    mark = {"date": report.generated_time.isoformat(), "content": report.content}
    account.marks.change(_REPORT, account.account_id, lambda before: mark)  # noqa: ARG005
    return ReportState(STARTED, "No report exists. Starting a new report generation task")


@operation("GetCredentialReport", writes=False)
def get_credential_report(account: Account) -> CredentialReport:
    """The report that was generated last.

    Raises:
        ReportNotPresent: none was ever generated.
        ReportExpired: it is older than four hours.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetCredentialReport.html
    """
    stored = _stored(account)
    if stored is None:
        raise ReportNotPresent("Unknown", hint="generate it: `iamctl creds report`")
    if not _is_fresh(stored, account.now):
        raise ReportExpired("Unknown", hint="generate it anew: `iamctl creds report`")
    return stored


def credential_report(account: Account) -> CredentialReport:
    """The report of this moment.

    Raises:
        BrokenFile: a user's file cannot be read, so that the report would lack it.
    """
    import csv
    import io

    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows((COLUMNS, *report_rows(account)))
    return CredentialReport(text.getvalue().removesuffix("\n"), account.now)


def report_rows(account: Account) -> Iterator[tuple[str, ...]]:
    """A row for the root user, and one for each user, sorted by name without regard to case."""
    uses, passwords = all_uses(account), passwords_last_used(account)
    owners: tuple[Owner, ...] = (account.settings, *account.users.all())
    for owner in owners:
        keys = [*owner.access_keys, None, None][:2]
        certificates = [*owner.signing_certificates, None, None][:2]
        yield (
            ROOT if is_root(owner) else owner.name,
            owner.arn,
            _date(owner.create_date),
            *_password(account, owner, passwords.get(owner.unique_id)),
            _flag(is_true=bool(owner.mfa_devices)),
            *(column for key in keys for column in _key(key, uses, account.now)),
            *(column for certificate in certificates for column in _certificate(certificate)),
        )


def _password(account: Account, owner: Owner, last_used: datetime | None) -> tuple[str, str, str, str]:
    """Whether there is one, when it was used and changed, and when it has to be."""
    profile = owner.login_profile
    used = UNKNOWN if profile is None or last_used is None else _date(last_used)
    if is_root(owner):
        return UNSUPPORTED, used, UNSUPPORTED, UNSUPPORTED
    if profile is None:
        return "false", ABSENT, ABSENT, ABSENT
    policy = policy_of(owner, account.settings)
    changed, rotation = profile.password_last_changed, ABSENT
    if policy is not None and policy.expire_passwords:
        rotation = _date(changed + timedelta(days=policy.max_password_age))
    return "true", used, _date(changed), rotation


def _key(key: AccessKey | None, uses: dict[str, KeyUse], now: datetime) -> tuple[str, str, str, str, str]:
    if key is None:
        return "false", ABSENT, ABSENT, ABSENT, ABSENT
    use = uses.get(key.access_key_id)
    used = (ABSENT, ABSENT, ABSENT) if use is None else (_date(use.date), use.region, use.service_name)
    return (_flag(is_true=key.status_at(now) == "Active"), _date(key.create_date), *used)


def _certificate(certificate: SigningCertificate | None) -> tuple[str, str]:
    if certificate is None:
        return "false", ABSENT
    return _flag(is_true=certificate.status == "Active"), _date(certificate.upload_date)


def _stored(account: Account) -> CredentialReport | None:
    mark = account.marks.find(_REPORT, account.account_id)
    return CredentialReport(mark["content"], datetime.fromisoformat(mark["date"])) if mark is not None else None


def _is_fresh(report: CredentialReport, now: datetime) -> bool:
    return timedelta() <= now - report.generated_time < _LIFE


def _date(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%M:%S}+00:00"


def _flag(*, is_true: bool) -> str:
    return "true" if is_true else "false"
