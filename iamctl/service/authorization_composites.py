"""Operations that AWS's API has no call for, as the calls that they come to.

`calls_before` are known from the parameters and are authorized first: what is read, and what is taken away or made
for certain. `calls_after` are known from what the operation did, and are authorized before any of it is kept: each
group joined or left, each policy attached, written or taken away, each boundary set.

Who may read an identity's permissions may learn from a refusal what they are; nobody else learns anything.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.errors import NoSuchEntity
from iamctl.service.authorization_requests import kept
from iamctl.service.cloning import ATTACHED, BOUNDARY, GROUPS, INLINE, PermissionChange

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from iamctl.service.account import Account

Call = tuple[str, dict[str, Any]]
"""An operation of the API and its parameters."""

_TITLES = {"user": "User", "group": "Group", "role": "Role"}


def calls_before(account: Account, function: str, parameters: Mapping[str, Any]) -> Iterator[Call]:
    """The calls that are known before the operation does anything.

    Raises:
        NoSuchEntity: what it is about is not there, and the caller was allowed what comes before.
    """
    return _BEFORE[function](account, parameters)


def calls_after(function: str, result: Any) -> Iterator[Call]:
    """The calls that the operation's result shows it to have been."""
    if function not in ("clone_user", "copy_permissions", "copy_group_permissions", "copy_role_permissions"):
        return
    changes: Sequence[PermissionChange] = result
    for change in changes:
        yield from _given_and_taken(change, is_new=function == "clone_user")


def _clone_user(account: Account, parameters: Mapping[str, Any]) -> Iterator[Call]:
    yield from _read("user", parameters["source_user_name"], ("", GROUPS, ATTACHED, INLINE))
    source = kept(account, "user", parameters["source_user_name"]).noun
    if source is None:
        raise NoSuchEntity("user", parameters["source_user_name"], hint="list them with `iamctl user list`")
    tags = source.tags if parameters.get("with_tags", True) else ()
    for name in parameters["new_user_names"]:
        made = {"user_name": name, "path": parameters.get("path") or source.path, "tags": tags}
        # The clone has its boundary from its first moment, as CreateUser can give it one.
        yield "CreateUser", made | {"permissions_boundary": source.permissions_boundary}


def _copy(kind: str, source: str, targets: str) -> Callable[[Account, Mapping[str, Any]], Iterator[Call]]:
    def calls(account: Account, parameters: Mapping[str, Any]) -> Iterator[Call]:
        del account
        chosen = ("", *parameters.get("only", (GROUPS, ATTACHED, INLINE, BOUNDARY)))
        for name in (parameters[source], *parameters[targets]):
            yield from _read(kind, name, chosen)

    return calls


def _read(kind: str, name: str, kinds: Sequence[str]) -> Iterator[Call]:
    """What has to be read of an identity, so that its permissions can be carried."""
    title, who = _TITLES[kind], {f"{kind}_name": name}
    for each in kinds:
        if each == "":
            yield f"Get{title}", who
        elif each == GROUPS and kind == "user":
            yield "ListGroupsForUser", who
        elif each == ATTACHED:
            yield f"ListAttached{title}Policies", who
        elif each == INLINE:
            yield f"List{title}Policies", who
            yield f"Get{title}Policy", who


def _given_and_taken(change: PermissionChange, *, is_new: bool) -> Iterator[Call]:
    kind = change.target.kind
    title, who = _TITLES[kind], {f"{kind}_name": change.target.name}
    for word in change.gained:
        what, _, name = word.partition(" ")
        if what == "boundary" and not is_new:
            yield f"Put{title}PermissionsBoundary", {**who, "permissions_boundary": name}
        elif what != "boundary":
            yield _GIVING[what].format(title), {**who, **_named(what, name)}
    for word in change.lost:
        what, _, name = word.partition(" ")
        if word in change.gained or (what == "boundary" and any(each.startswith(what) for each in change.gained)):
            continue  # another text or another boundary in its place, authorized above
        yield _TAKING[what].format(title), {**who, **_named(what, name)}


_GIVING = {"group": "AddUserToGroup", "attached": "Attach{}Policy", "inline": "Put{}Policy"}
_TAKING = {
    "group": "RemoveUserFromGroup",
    "attached": "Detach{}Policy",
    "inline": "Delete{}Policy",
    "boundary": "Delete{}PermissionsBoundary",
}


def _named(what: str, name: str) -> dict[str, str]:
    return {"group": {"group_name": name}, "attached": {"policy_arn": name}}.get(what, {})


def _empty(kind: str) -> Callable[[Account, Mapping[str, Any]], Iterator[Call]]:
    def calls(account: Account, parameters: Mapping[str, Any]) -> Iterator[Call]:
        title, who = _TITLES[kind], {f"{kind}_name": parameters[f"{kind}_name"]}
        identity = kept(account, kind, parameters[f"{kind}_name"]).noun
        if identity is None:
            yield f"Delete{title}", who
            return
        for arn in identity.attached_policies:
            yield f"Detach{title}Policy", {**who, "policy_arn": arn}
        if identity.inline_policies:
            yield f"Delete{title}Policy", who
        if kind == "user":
            yield from (("RemoveUserFromGroup", {"group_name": name}) for name in identity.groups)
            if identity.access_keys:
                yield "DeleteAccessKey", who
            if identity.login_profile is not None:
                yield "DeleteLoginProfile", who
            if identity.ssh_public_keys:
                yield "DeleteSSHPublicKey", who
            if identity.service_specific_credentials:
                yield "DeleteServiceSpecificCredential", who
            if identity.signing_certificates:
                yield "DeleteSigningCertificate", who
            for device in identity.mfa_devices:
                yield "DeactivateMFADevice", who
                yield "DeleteVirtualMFADevice", {"serial_number": device.serial_number}
        elif kind == "group" and account.users.count_referring("group", identity.group_name.lower()):
            yield "RemoveUserFromGroup", who
        elif kind == "role":
            for profile in account.instance_profiles.referring("role", identity.role_name.lower()):
                yield "RemoveRoleFromInstanceProfile", {"instance_profile_name": profile.instance_profile_name}

    return calls


def _empty_policy(account: Account, parameters: Mapping[str, Any]) -> Iterator[Call]:
    from iamctl.service.policy_usage import attached_to, bounded_by

    target = kept(account, "policy", parameters["policy_arn"])
    for identity in attached_to(account, target.arn).all:
        who = {f"{identity.kind}_name": identity.name, "policy_arn": target.arn}
        yield f"Detach{_TITLES[identity.kind]}Policy", who
    for identity in bounded_by(account, target.arn).all:
        yield f"Delete{_TITLES[identity.kind]}PermissionsBoundary", {f"{identity.kind}_name": identity.name}
    if target.noun is not None and len(target.noun.versions) > 1:
        yield "DeletePolicyVersion", {"policy_arn": target.arn}


def _empty_instance_profile(account: Account, parameters: Mapping[str, Any]) -> Iterator[Call]:
    del account
    yield "RemoveRoleFromInstanceProfile", {"instance_profile_name": parameters["instance_profile_name"]}


def _move_users(account: Account, parameters: Mapping[str, Any]) -> Iterator[Call]:
    del account
    yield "RemoveUserFromGroup", {"group_name": parameters["from_group"]}
    yield "AddUserToGroup", {"group_name": parameters["to_group"]}


def _retire_access_key(account: Account, parameters: Mapping[str, Any]) -> Iterator[Call]:
    del account
    yield "UpdateAccessKey", {name: parameters.get(name) for name in ("user_name", "access_key_id")}


def _set_saml_provider_verification(account: Account, parameters: Mapping[str, Any]) -> Iterator[Call]:
    del account
    yield "UpdateSAMLProvider", {"saml_provider_arn": parameters.get("saml_provider_arn")}


def _set_open_id_connect_provider_keys(account: Account, parameters: Mapping[str, Any]) -> Iterator[Call]:
    # The thumbprint is what says at AWS whose keys are believed.
    del account
    named = {"open_id_connect_provider_arn": parameters.get("open_id_connect_provider_arn")}
    yield "UpdateOpenIDConnectProviderThumbprint", named


_BEFORE: dict[str, Callable[[Account, Mapping[str, Any]], Iterator[Call]]] = {
    "clone_user": _clone_user,
    "copy_permissions": _copy("user", "source_user_name", "target_user_names"),
    "copy_group_permissions": _copy("group", "source_group_name", "target_group_names"),
    "copy_role_permissions": _copy("role", "source_role_name", "target_role_names"),
    "empty_group": _empty("group"),
    "empty_instance_profile": _empty_instance_profile,
    "empty_policy": _empty_policy,
    "empty_role": _empty("role"),
    "empty_user": _empty("user"),
    "move_users": _move_users,
    "retire_access_key": _retire_access_key,
    "set_open_id_connect_provider_keys": _set_open_id_connect_provider_keys,
    "set_saml_provider_verification": _set_saml_provider_verification,
}
