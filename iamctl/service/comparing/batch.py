"""Checks by the thousand: JSON Lines in, JSON Lines out, in order.

    {"id": 1, "check": "no-new-access", "existing": {…}, "new": {…}, "type": "identity"}
    {"id": 2, "check": "access-not-granted", "new": {…}, "type": "identity", "access": [{"actions": ["iam:*"]}]}
    {"id": 3, "check": "no-public-access", "new": {…}, "resource_type": "AWS::S3::Bucket"}

    {"id": 1, "result": "FAIL", "witness": {"action": …, "resource": …, "context": {…}}, "reasons": [{…}]}

Policies are objects, or texts of JSON. `policy` is another word for `new`; `type` is identity (which is taken where it
is not said) or resource. A line that asks for nothing of the kind gets `{"id": …, "error": {"code", "message", "line",
"hints"}}`.
"""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any

from iamctl.errors import IamctlError, InvalidInput, ValidationError
from iamctl.service.comparing.checks import (
    FAIL,
    UNDECIDED,
    Access,
    check_access_not_granted,
    check_no_new_access,
    check_no_public_access,
    checked_members,
)
from iamctl.service.comparing.comparison import Comparer
from iamctl.service.comparing.sides import IDENTITY, RESOURCE, policy_side
from iamctl.service.questions.decision_requests import check_policy, read_line

if TYPE_CHECKING:
    from iamctl.service.comparing.checks import Checked
    from iamctl.service.comparing.sides import PolicySide

LARGEST_LINE = 16 * 1024 * 1024
"""Bytes of one line."""
CHECKS = ("no-new-access", "access-not-granted", "no-public-access")
_API_NAMES = {
    "CheckNoNewAccess": "no-new-access",
    "CheckAccessNotGranted": "access-not-granted",
    "CheckNoPublicAccess": "no-public-access",
}
_TYPES = {
    "identity": IDENTITY,
    "IDENTITY_POLICY": IDENTITY,
    "resource": RESOURCE,
    "RESOURCE_POLICY": RESOURCE,
    "trust": RESOURCE,
}
_MEMBERS = frozenset(
    {"id", "check", "existing", "new", "policy", "type", "access", "actions", "resources", "resource_type"}
)


class Checker:
    """Answers lines, one after the other.

    Args:
        check: what a line that does not say asks for.

    Attributes:
        lines: how many were read, blank ones too.
        errors, failures, undecided: how many were no checks, came to FAIL, came to UNDECIDED.
    """

    def __init__(self, check: str | None = None) -> None:
        self.lines = self.errors = self.failures = self.undecided = 0
        self._check = check

    def answer(self, line: bytes | None) -> str:
        """The answer to a line, with its line break; empty for a blank line.

        Args:
            line: None stands for one that is longer than LARGEST_LINE.
        """
        self.lines += 1
        asked: dict[str, Any] = {}
        try:
            if line is None:
                raise InvalidInput(f"The line has more than {LARGEST_LINE:,} bytes.")
            if not line.strip():
                return ""
            asked = read_line(line, self.lines)
            checked = self._checked(asked)
        except IamctlError as error:
            self.errors += 1
            return dumps({"id": _id(asked), "error": self._error(error)}) + "\n"
        self.failures += checked.result == FAIL
        self.undecided += checked.result == UNDECIDED
        told = checked_members(checked)
        answer = {"id": _id(asked), "result": checked.result, "witness": told.get("witness")}
        return dumps(answer | {"reasons": told.get("reasons", []), "message": checked.message}) + "\n"

    def _checked(self, asked: dict[str, Any]) -> Checked:
        if others := asked.keys() - _MEMBERS:
            hint = f"it may have {', '.join(sorted(_MEMBERS))}"
            raise InvalidInput(f"{min(others)} is no member of a check.", hint=hint)
        check = asked.get("check", self._check)
        check = _API_NAMES.get(check, check) if isinstance(check, str) else check
        comparer = Comparer()  # what it remembers is of this line's policies
        if check == "no-new-access":
            kind = _kind(asked)
            return check_no_new_access(_policy(asked, "existing", kind), _policy(asked, "new", kind), comparer)
        if check == "access-not-granted":
            return check_access_not_granted(_policy(asked, "new", _kind(asked)), _access(asked), comparer)
        if check == "no-public-access":
            resource_type = asked.get("resource_type")
            if not isinstance(resource_type, str):
                raise ValidationError("resource_type must be a text, such as AWS::S3::Bucket.")
            return check_no_public_access(_policy(asked, "new", RESOURCE), resource_type, comparer)
        raise ValidationError(f"check must be one of {', '.join(CHECKS)}.")

    def _error(self, error: IamctlError) -> dict[str, Any]:
        told: dict[str, Any] = {"code": error.code, "message": error.message, "line": self.lines}
        if error.place is not None:
            told["column"] = error.place.column
        return told | ({"hints": list(error.hints)} if error.hints else {})


def _id(asked: dict[str, Any]) -> Any:
    found = asked.get("id")
    return found if isinstance(found, str | int | float | bool) or found is None else str(found)


def _kind(asked: dict[str, Any]) -> str:
    said = asked.get("type", "identity")
    kind = _TYPES.get(said) if isinstance(said, str) else None
    if kind is None:
        raise ValidationError("type must be identity or resource.")
    return kind


def _policy(asked: dict[str, Any], member: str, kind: str) -> PolicySide:
    """A policy of the line; a resource's without any resources is a trust policy.

    Raises:
        ValidationError: it is not there.
        MalformedPolicyDocument: it breaks the grammar of its kind.
    """
    from iamctl.model.document import Document
    from iamctl.service.comparing.sides import KINDS, TRUST

    tree = asked.get(member, asked.get("policy") if member == "new" else None)
    if isinstance(tree, str):
        from iamctl.syntax.json_read import parse_json

        tree = parse_json(tree, member)
    if not isinstance(tree, dict):
        raise ValidationError(f"{member} must be a policy document.")
    statements = tree.get("Statement")
    listed = statements if isinstance(statements, list) else [statements]
    if kind == RESOURCE and not any(
        isinstance(each, dict) and each.keys() & {"Resource", "NotResource"} for each in listed
    ):
        kind = TRUST if _are_of_sts(listed) else RESOURCE
    check_policy(tree, member, KINDS[kind])
    return policy_side(Document.of(tree), member, kind=kind)


def _are_of_sts(statements: list[Any]) -> bool:
    """Whether the actions of all of them are STS's."""
    named = [each.get("Action") for each in statements if isinstance(each, dict)]
    actions = [action for each in named for action in (each if isinstance(each, list) else [each])]
    return bool(actions) and all(isinstance(action, str) and action.lower().startswith("sts:") for action in actions)


def _access(asked: dict[str, Any]) -> list[Access]:
    listed = asked.get("access")
    if listed is None:
        listed = [{key: asked[key] for key in ("actions", "resources") if key in asked}]
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise ValidationError('access must be a list of objects: [{"actions": ["s3:*"], "resources": ["*"]}].')
    return [Access(_texts(each, "actions"), _texts(each, "resources")) for each in listed]


def _texts(holder: dict[str, Any], member: str) -> tuple[str, ...]:
    found = holder.get(member, [])
    listed = [found] if isinstance(found, str) else found
    if not isinstance(listed, list) or not all(isinstance(each, str) for each in listed):
        raise ValidationError(f"{member} must be a list of texts.")
    return tuple(listed)
