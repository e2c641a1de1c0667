r"""Names, paths and other words of the API: what each may be made of, and AWS's sentence when it is not.

`\w` of the API's model is ASCII. A pattern holds for the whole value.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateUser.html (and its siblings)
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from iamctl.errors import InvalidInput, LimitExceeded, ValidationError

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.model.tag import Tag


class Constraint(NamedTuple):
    """What the API's model allows of one string member."""

    member: str
    pattern: str | None
    least: int
    most: int


_NAME = r"[\w+=,.@-]+"
_PATH = r"(\u002F)|(\u002F[\u0021-\u007E]+\u002F)"

USER_NAME = Constraint("userName", _NAME, 1, 64)
GROUP_NAME = Constraint("groupName", _NAME, 1, 128)
ROLE_NAME = Constraint("roleName", _NAME, 1, 64)
POLICY_NAME = Constraint("policyName", _NAME, 1, 128)
INSTANCE_PROFILE_NAME = Constraint("instanceProfileName", _NAME, 1, 128)
SAML_PROVIDER_NAME = Constraint("name", r"[\w._-]+", 1, 128)
OIDC_URL = Constraint("url", None, 1, 255)
CLIENT_ID = Constraint("clientID", None, 1, 255)
THUMBPRINT = Constraint("thumbprintList", None, 40, 40)
PATH = Constraint("path", _PATH, 1, 512)
POLICY_PATH = Constraint("path", r"((/[A-Za-z0-9\.,\+@=_-]+)*)/", 1, 512)
PATH_PREFIX = Constraint("pathPrefix", r"\u002F[\u0021-\u007F]*", 1, 512)
ACCOUNT_ID = Constraint("accountId", r"\d{12}", 12, 12)
ACCESS_KEY_ID = Constraint("accessKeyId", r"\w+", 16, 128)
CREDENTIAL_ID = Constraint("passwordId", r"[A-Z0-9]+", 16, 128)
SSH_PUBLIC_KEY_ID = Constraint("sSHPublicKeyId", r"[\w]+", 20, 128)
SERVICE_SPECIFIC_CREDENTIAL_ID = Constraint("serviceSpecificCredentialId", r"[\w]+", 20, 128)
PUBLIC_KEY_BODY = Constraint("sSHPublicKeyBody", r"[\u0009\u000A\u000D\u0020-\u00FF]+", 1, 16384)
CERTIFICATE_BODY = Constraint("certificateBody", r"[\u0009\u000A\u000D\u0020-\u00FF]+", 1, 16384)
CERTIFICATE_ID = Constraint("certificateId", r"[\w]+", 24, 128)
MFA_DEVICE_NAME = Constraint("virtualMFADeviceName", _NAME, 1, 226)
SERIAL_NUMBER = Constraint("serialNumber", r"[\w+=/:,.@-]+", 9, 256)
ACCOUNT_ALIAS = Constraint("accountAlias", r"[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]", 3, 63)
DESCRIPTION = Constraint("description", r"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*", 0, 1000)
ROLE_SESSION_NAME = Constraint("roleSessionName", r"[\w+=,.@-]*", 2, 64)
FEDERATED_NAME = Constraint("name", r"[\w+=,.@-]*", 2, 32)
SOURCE_IDENTITY = Constraint("sourceIdentity", r"[\w+=,.@-]*", 2, 64)
EXTERNAL_ID = Constraint("externalId", r"[\w+=,.@:\/-]*", 2, 1224)
RESOURCE_ARN = Constraint("resourceArn", r"arn:[^:*?\s]+:[^:*?\s]+:[^:*?\s]*:[^:*?\s]*:[^*?\s]+", 8, 2048)
VERSION_ID = Constraint("versionId", r"v[1-9][0-9]*(\.[A-Za-z0-9-]*)?", 1, 64)
SAML_PRIVATE_KEY_ID = Constraint("removePrivateKey", r"[A-Z0-9]+", 22, 64)
SAML_METADATA = Constraint("sAMLMetadataDocument", None, 1000, 10_000_000)
_TAG_KEY_EXTRA = "_.:/=+-@"


def constraint_broken(constraint: Constraint, value: str) -> str | None:
    """AWS's clause about the first thing that is wrong with the value, or None."""
    where = f"Value '{value}' at '{constraint.member}' failed to satisfy constraint: Member must"
    if len(value) > constraint.most:
        return f"{where} have length less than or equal to {constraint.most}"
    if len(value) < constraint.least:
        return f"{where} have length greater than or equal to {constraint.least}"
    if constraint.pattern and not re.fullmatch(constraint.pattern, value, re.ASCII):
        return f"{where} satisfy regular expression pattern: {constraint.pattern}"
    return None


def check(constraint: Constraint, value: str) -> None:
    """Hold a value against its constraint.

    Raises:
        ValidationError: it is broken, in AWS's words.
    """
    if clause := constraint_broken(constraint, value):
        raise validation_error([clause])


def validation_error(clauses: list[str]) -> ValidationError:
    """One error about every broken constraint, as the API words it."""
    count = f"{len(clauses)} validation error{'s' if len(clauses) > 1 else ''} detected"
    return ValidationError(f"{count}: {'; '.join(clauses)}.")


def out_of_range(member: str, value: int, least: int, most: int) -> str | None:
    """AWS's clause about a number that is too low or too high, or None."""
    if least <= value <= most:
        return None
    bound = f"less than or equal to {most}" if value > most else f"greater than or equal to {least}"
    return f"Value '{value}' at '{member}' failed to satisfy constraint: Member must have value {bound}"


def check_max_session_duration(seconds: int) -> None:
    """Hold a role's longest session against the API's bounds.

    Raises:
        ValidationError: it is not 3600-43200 seconds.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateRole.html
    """
    if clause := out_of_range("maxSessionDuration", seconds, 3600, 43200):
        raise validation_error([clause])


def check_account_alias(alias: str) -> None:
    """Hold an account's alias against the API's rules.

    Raises:
        ValidationError: its characters or its length are not acceptable.
        InvalidInput: it is 12 digits.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/console_account-alias.html
    """
    check(ACCOUNT_ALIAS, alias)
    if constraint_broken(ACCOUNT_ID, alias) is None:
        raise InvalidInput("An account alias must not be 12 digits: they would be an account's number.")


def check_tags(tags: Iterable[Tag], *, ignore_case: bool) -> None:
    """Hold the tags of one call against the API's rules.

    Raises:
        ValidationError: a key or a value is too long, or made of other characters, or there are over 50.
        InvalidInput: a key comes twice or begins with `aws:`.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html
    """
    listed = list(tags)
    check_tag_shapes(listed)
    if any(tag.key.lower().startswith("aws:") for tag in listed):
        raise InvalidInput("Tag keys beginning with aws: are reserved for system use.")
    keys = [tag.key.lower() if ignore_case else tag.key for tag in listed]
    if len(set(keys)) < len(keys):
        case = " Please note that Tag keys are case insensitive." if ignore_case else ""
        raise InvalidInput(f"Duplicate tag keys found.{case}")


def check_tag_shapes(tags: Iterable[Tag]) -> None:
    """Hold the tags of one call against the API's model alone.

    Raises:
        ValidationError: a key or a value is too long, or made of other characters, or there are over 50.
    """
    listed = list(tags)
    clauses = [clause for number, tag in enumerate(listed, 1) for clause in _tag_clauses(number, tag)]
    if len(listed) > 50:
        clauses.append("Value at 'tags' failed to satisfy constraint: Member must have length less than or equal to 50")
    if clauses:
        raise validation_error(clauses)


def check_tag_count(tags: tuple[Tag, ...]) -> None:
    """At most 50 tags stay on an entity.

    Raises:
        LimitExceeded: there would be more.
    """
    if len(tags) > 50:
        raise LimitExceeded("The number of tags has reached the maximum limit of 50.")


def _tag_clauses(number: int, tag: Tag) -> list[str]:
    clauses = []
    for part, value, least, most, more in (("key", tag.key, 1, 128, ""), ("value", tag.value, 0, 256, "*")):
        where = f"Value '{value}' at 'tags.{number}.member.{part}' failed to satisfy constraint: Member must"
        if not least <= len(value) <= most:
            bound = f"less than or equal to {most}" if len(value) > most else f"greater than or equal to {least}"
            clauses.append(f"{where} have length {bound}")
        elif not is_tag_text(value):
            clauses.append(
                rf"{where} satisfy regular expression pattern: [\p{{L}}\p{{Z}}\p{{N}}_.:/=+\-@]{more or '+'}"
            )
    return clauses


def is_tag_text(text: str) -> bool:
    r"""Whether a tag may hold the text: `[\p{L}\p{Z}\p{N}_.:/=+\-@]*`."""
    return all(character in _TAG_KEY_EXTRA or character.isalnum() or _is_other(character) for character in text)


def _is_other(character: str) -> bool:
    import unicodedata  # only odd characters pay for the table

    return unicodedata.category(character)[0] in "LZN"
