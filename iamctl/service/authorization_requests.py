"""What a call asks of AWS: actions, each on the ARN that the call means, with the context keys that it tells.

Rules kept here:
  * an entity that is there is asked about by its own ARN, path included; one that is not, by the ARN that the
    call says, so that who may not know of it learns nothing;
  * a new entity is asked about by the ARN that it would have; its tags need the action that tags it as well;
  * renaming and moving need both ARNs; putting a role into an instance profile needs iam:PassRole on the role;
  * of a tag key that comes twice the last value counts.

Sources: https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentityandaccessmanagementiam.html
         https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_iam-condition-keys.html
         https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateUser.html
         https://docs.aws.amazon.com/IAM/latest/APIReference/API_AddRoleToInstanceProfile.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.errors import AccessDenied, InvalidInput
from iamctl.model.arn import parse_arn
from iamctl.service.authorization_table import AGE, BOUNDARY, IDENTITY, POLICY, SERVICE, TAG_KEYS, TAGS, Aws

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from iamctl.model.policy import Policy
    from iamctl.model.role import Role
    from iamctl.model.user import User
    from iamctl.service.account import Account
    from iamctl.service.questions.context import Value

    Parameters = Mapping[str, Any]

_SHELVES = {
    "user": ("users", "user_name"),
    "group": ("groups", "group_name"),
    "role": ("roles", "role_name"),
    "policy": ("policies", "policy_arn"),
    "instance-profile": ("instance_profiles", "instance_profile_name"),
    "saml-provider": ("saml_providers", "saml_provider_arn"),
    "oidc-provider": ("oidc_providers", "open_id_connect_provider_arn"),
}
_NAMED_NEW = {
    "policy": "policy_name",
    "saml-provider": "name",
    "oidc-provider": "url",
    "mfa": "virtual_mfa_device_name",
}
_SHOWN_BY_NAME = ("user", "group", "role", "instance-profile")


class Asked(NamedTuple):
    """One action that a call needs.

    Attributes:
        shown: the resource as AWS's AccessDenied sentence has it: `user alice` of one that was named, else the ARN.
        word: the resource as `iamctl explain` takes it; it tells no more than the call said.
        context: keys that the call states, in AWS's spelling.
    """

    action: str
    resource: str
    shown: str
    word: str
    context: dict[str, Value]


class Target(NamedTuple):
    """The entity that a call is about, there or not."""

    arn: str
    shown: str
    word: str
    noun: Any = None


def requests_of(account: Account, name: str, row: Aws, parameters: Parameters) -> Iterator[Asked]:
    """All that a call of one of AWS's operations needs, the operation's own action first."""
    if row.kind is None:
        yield Asked(f"iam:{name}", "*", "*", "*", {})
        return
    target = _new_target(account, row.kind, parameters) if row.is_new else _target(account, row.kind, parameters)
    context = _context(account, row, target, parameters)
    yield Asked(f"iam:{name}", target.arn, target.shown, target.word, context)
    if row.is_new and (tagged := _tags(parameters)):
        action = f"iam:Tag{name.removeprefix('Create').removeprefix('Virtual')}"
        yield Asked(action, target.arn, target.shown, target.word, tagged)
    if row.is_renamed and (arn := _renamed(target, parameters)) is not None:
        yield Asked(f"iam:{name}", arn, arn, arn, {})
    if row.passes_role:
        role = kept(account, "role", parameters["role_name"])
        passed: dict[str, Value] = {
            "iam:PassedToService": "ec2.amazonaws.com",
            "iam:AssociatedResourceArn": f"arn:aws:ec2:*:{account.account_id}:instance/*",
        }
        yield Asked("iam:PassRole", role.arn, role.arn if role.noun is None else role.shown, role.word, passed)


def kept(account: Account, kind: str, text: str) -> Target:
    """The entity that a name, ARN or unique id means; where there is none, the ARN that the text asks for."""
    if kind == "policy":
        return _kept_policy(account, text)
    shelf = getattr(account, _SHELVES[kind][0])
    arn = parse_arn(text) if text.startswith("arn:") else None
    name = arn.name if arn is not None else text.removeprefix("https://") if kind == "oidc-provider" else text
    noun = shelf.find(name)
    if noun is None and arn is None and len(text) >= 16:
        noun = shelf.find_id(text)
    if arn is not None and (noun is None or noun.arn != text):
        return Target(text, _shown(kind, name, text), text)
    found = noun.arn if noun is not None else f"arn:aws:iam::{account.account_id}:{kind}/{name}"
    said = text if arn is not None else f"{kind}/{name}"
    return Target(found, _shown(kind, name, found), said, noun)


def _kept_policy(account: Account, text: str) -> Target:
    if text.startswith("arn:"):
        return Target(text, f"policy {text}", text, account.find_policy(text))
    found = policy_meant(account, text)
    arn = found.arn if found is not None else f"arn:aws:iam::{account.account_id}:policy/{text}"
    return Target(arn, f"policy {arn if found is None or found.path == '/' else text}", f"policy/{text}", found)


def policy_meant(account: Account, text: str) -> Policy | None:
    """The managed policy of this name or unique id, the account's own before AWS's; None where there is none."""
    shelves = (account.policies, account.imported_aws_policies, account.published_aws_policies)
    found: Policy | None = next((one for shelf in shelves if (one := shelf.find(text)) is not None), None)
    if found is None and text.startswith("ANPA"):
        found = next((one for shelf in shelves if (one := shelf.find_id(text)) is not None), None)
    return found


def _shown(kind: str, name: str, arn: str) -> str:
    return f"{kind.replace('-', ' ')} {name}" if kind in _SHOWN_BY_NAME else arn


def _target(account: Account, kind: str, parameters: Parameters) -> Target:
    if kind == IDENTITY:
        return _identity(account, parameters["policy_source_arn"])
    if kind == "mfa":
        return _mfa_device(account, parameters["serial_number"])
    if kind == "user" and parameters.get("user_name") is None:
        return _credential_owner(account, parameters.get("access_key_id"))
    if kind == "user" and parameters["user_name"] == account.settings.arn:
        raise _root_only(account)
    return kept(account, kind, parameters[_SHELVES[kind][1]])


def _mfa_device(account: Account, text: str) -> Target:
    """The device of a serial number or a name; it is not told whether there is one."""
    from iamctl.service.mfa_devices import find_device

    held = find_device(account, text)
    asked = text if text.startswith("arn:") else f"arn:aws:iam::{account.account_id}:mfa/{text}"
    arn = held.device.serial_number if held is not None else asked
    return Target(arn, asked, asked, held.device if held is not None else None)


def _credential_owner(account: Account, access_key_id: str | None) -> Target:
    """Who is meant where a call about credentials names nobody: the key's owner, else the caller.

    Raises:
        AccessDenied: it is the root user.
    """
    from iamctl.service.credential_owners import is_root, owner_of_key

    if access_key_id is None:
        return kept(account, "user", account.caller)
    owner = owner_of_key(account, access_key_id)
    if owner is None:
        return kept(account, "user", access_key_id)  # an ARN that only who may look at all users is allowed
    if is_root(owner):
        raise _root_only(account)
    return kept(account, "user", owner.name)


def _root_only(account: Account) -> AccessDenied:
    return AccessDenied(
        f"User: {account.caller} is not authorized to manage the credentials of {account.settings.arn}"
        " because only the root user may",
        hint="leave `--as` out, or say `--as root`",
    )


def _identity(account: Account, text: str) -> Target:
    """The user, group or role that a simulation asks about; whatever else can be asked about is the resource `*`."""
    arn = parse_arn(text) if text.startswith("arn:") else None
    if ":assumed-role/" in text:
        return kept(account, "role", text.split("/")[1])
    if arn is not None and arn.resource_type in ("user", "group", "role"):
        return kept(account, arn.resource_type, text)
    targets = (kept(account, kind, text) for kind in ("user", "role", "group"))
    found = next((target for target in targets if target.noun is not None), None)
    return found if found is not None else Target("*", "*", "*")


def _new_target(account: Account, kind: str, parameters: Parameters) -> Target:
    name = parameters[_NAMED_NEW[kind] if kind in _NAMED_NEW else _SHELVES[kind][1]]
    path = parameters.get("path") or "/"
    if kind == "oidc-provider":
        from iamctl.service.oidc_providers import without_port

        name = without_port(name).removeprefix("https://")
    arn = f"arn:aws:iam::{account.account_id}:{kind}{path}{name}"
    return Target(arn, arn, arn)


def _renamed(target: Target, parameters: Parameters) -> str | None:
    """The ARN afterwards; None where it stays."""
    arn = parse_arn(target.arn)
    if arn is None:
        return None
    name = parameters.get("new_user_name") or parameters.get("new_group_name") or arn.name
    path = parameters.get("new_path") or arn.path
    after = f"arn:{arn.partition}:iam::{arn.account_id}:{arn.resource_type}{path}{name}"
    return after if after != target.arn else None


def _context(account: Account, row: Aws, target: Target, parameters: Parameters) -> dict[str, Value]:
    context: dict[str, Value] = {}
    if TAGS in row.keys:
        context.update(_tags(parameters))
    if TAG_KEYS in row.keys and (keys := tuple(parameters["tag_keys"])):
        context["aws:TagKeys"] = keys
    if BOUNDARY in row.keys and (boundary := _boundary(account, target, parameters)) is not None:
        context["iam:PermissionsBoundary"] = boundary
    if POLICY in row.keys:
        context["iam:PolicyARN"] = kept(account, "policy", parameters["policy_arn"]).arn
    if SERVICE in row.keys and (service := _service(target, parameters)) is not None:
        context["iam:ServiceSpecificCredentialServiceName"] = service
    if AGE in row.keys and (days := parameters.get("credential_age_days")) is not None:
        context["iam:ServiceSpecificCredentialAgeDays"] = str(days)
    return context


def _service(target: Target, parameters: Parameters) -> str | None:
    """The service that a credential is for: the one that is named, else the one of the user's credential of this id."""
    if (named := parameters.get("service_name")) is not None:
        return str(named).lower()
    user: User | None = target.noun
    wanted = parameters.get("service_specific_credential_id")
    listed = user.service_specific_credentials if user is not None else ()
    return next((each.service_name for each in listed if each.credential_id == wanted), None)


def _tags(parameters: Parameters) -> dict[str, Value]:
    values = {tag.key: tag.value for tag in parameters.get("tags") or ()}
    if not values:
        return {}
    return {**{f"aws:RequestTag/{key}": value for key, value in values.items()}, "aws:TagKeys": tuple(values)}


def _boundary(account: Account, target: Target, parameters: Parameters) -> str | None:
    """The boundary that the call sets, else the one that the entity has."""
    if (asked := parameters.get("permissions_boundary")) is not None:
        return kept(account, "policy", asked).arn
    noun: User | Role | None = target.noun
    return noun.permissions_boundary if noun is not None else None


def resource_meant(account: Account, word: str) -> str:
    """The ARN of `user/alice`, `policy/Deploy`: an entity of the account by kind and name; any other word is itself.

    Raises:
        InvalidInput: the word is of this form and its kind is none.
    """
    if word == "*" or word.startswith("arn:") or "/" not in word:
        return word
    kind, _, name = word.partition("/")
    if kind not in _SHELVES:
        raise InvalidInput(
            f"{word} is no resource.", hint=f"a resource is an ARN, *, or KIND/NAME: {_listed(_SHELVES)}"
        )
    return kept(account, kind, name).arn


def _listed(kinds: Iterable[str]) -> str:
    return ", ".join(f"{kind}/…" for kind in kinds)
