"""Whether the account holds together: what its entities refer to is there, and no quota is exceeded.

Operations keep it so; an edit by hand, an import or an undo may not. What a single file breaks on its own (TOML,
names, grammar of documents) the store and the policy language find; here is what takes the whole account.

    DanglingGroup DanglingPolicy DanglingBoundary DanglingRole    named, and not there
    DanglingPrincipal DanglingProvider                            named by a trust policy, and not there (any more)
    DuplicateUniqueId                                             two entities with one unique id
    LimitExceeded                                                 a quota of the account is exceeded
"""

from __future__ import annotations

from contextlib import suppress
from typing import TYPE_CHECKING, ParamSpec

from iamctl.errors import BrokenFile, LimitExceeded, Mistakes
from iamctl.model.group import Group
from iamctl.model.instance_profile import InstanceProfile
from iamctl.model.names import check_tag_count
from iamctl.model.oidc_provider import OIDCProvider
from iamctl.model.policy import AWS, Policy
from iamctl.model.role import Role
from iamctl.model.saml_provider import SAMLProvider
from iamctl.model.user import User
from iamctl.service.identities import Identity, check_attached_count, check_inline_size
from iamctl.service.quotas import check_quota
from iamctl.service.trust_check import BadPrincipal, bad_principals, is_unique_id
from iamctl.store.protocol import Finding

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from iamctl.service.account import Account
    from iamctl.store.protocol import Noun, Shelf

P = ParamSpec("P")
UNREADABLE = (BrokenFile, Mistakes)  # one mistake in a file, or several
_WRITE_TRUST = "write another trust policy with `iamctl role trust set {name}`"
_HOLDERS = {
    "users": "UsersPerAccount",
    "groups": "GroupsPerAccount",
    "roles": "RolesPerAccount",
    "policies": "PoliciesPerAccount",
    "instance_profiles": "InstanceProfilesPerAccount",
    "saml_providers": "SAMLProvidersPerAccount",
    "oidc_providers": "OpenIdConnectProvidersPerAccount",
}


def findings(account: Account, nouns: Iterable[Noun] | None = None) -> list[Finding]:
    """What does not hold together, in the order of the entities.

    Args:
        nouns: look at what these refer to and hold; None is every entity, and the account's own quotas as well.
            Files that cannot be read are passed over; the store tells about them.
    """
    look = _Look(account)
    if nouns is not None:
        given = tuple(nouns)
        some = [finding for noun in given for finding in look.at(noun)]
        some += [finding for noun in given for finding in look.shared_ids_of(noun)]
        return list(dict.fromkeys(some))
    found = list(look.at_account())
    for noun in _readable(account):
        found += look.at(noun)
        found += look.id_seen_before(noun)
    return found


def _readable(account: Account) -> Iterator[Noun]:
    """Every entity whose file can be read."""
    for name in _HOLDERS:
        shelf: Shelf[User] = getattr(account, name)
        with suppress(*UNREADABLE):  # it comes after all the others of its kind
            yield from shelf.all()


class _Look:
    """One examination; every group and policy is looked up once, whatever the number that name it."""

    def __init__(self, account: Account) -> None:
        self._account = account
        self._known: dict[tuple[str, str], bool] = {}
        self._published: frozenset[str] | None = None
        self._ids: dict[str, Noun] = {}

    def at(self, noun: Noun) -> Iterator[Finding]:
        if isinstance(noun, User):
            yield from self._groups(noun)
        if isinstance(noun, User | Group | Role):
            yield from self._policies(noun)
            yield from self._over(noun, (), check_attached_count, self._account, noun, len(noun.attached_policies))
            yield from self._over(noun, (), check_inline_size, self._account, noun, noun.inline_policies)
        if isinstance(noun, User | Role):
            yield from self._boundary(noun)
        if isinstance(noun, Role):
            yield from self._trust(noun)
        if isinstance(noun, InstanceProfile):
            yield from self._roles(noun)
        if isinstance(noun, Policy) and noun.account_id != AWS:
            yield from self._versions(noun)
        if isinstance(noun, User | Role | Policy | InstanceProfile | SAMLProvider | OIDCProvider):
            yield from self._over(noun, ("tags",), check_tag_count, noun.tags)

    def at_account(self) -> Iterator[Finding]:
        settings = self._account.settings
        for shelf, quota_name in _HOLDERS.items():
            count: int = getattr(self._account, shelf).count()
            yield from self._over(settings, (), check_quota, self._account, quota_name, count)

    def id_seen_before(self, noun: Noun) -> Iterator[Finding]:
        first = self._ids.setdefault(noun.unique_id, noun)
        if first is not noun:
            yield self._shared_id(noun, first)

    def shared_ids_of(self, noun: Noun) -> Iterator[Finding]:
        if isinstance(noun, User | Group | Role | Policy | InstanceProfile):
            yield from self.id_seen_before(noun)
            for kind in _ID_KEYS:
                other = self._shelf_of(kind).find_id(noun.unique_id)
                if other is not None and (other.kind, other.name.lower()) != (noun.kind, noun.name.lower()):
                    yield self._shared_id(noun, other)

    def _shared_id(self, noun: Noun, other: Noun) -> Finding:
        what = f"The unique id {noun.unique_id} of {noun.kind} {noun.name} is that of {other.kind} {other.name} too."
        mend = "restore the younger one's own id, or delete that file and create it again"
        return Finding("DuplicateUniqueId", self._place(noun, _ID_KEYS[noun.kind]), what, mend)

    def _groups(self, user: User) -> Iterator[Finding]:
        for number, name in enumerate(user.groups):
            if not self._is_there("group", name.lower(), self._account.groups.find):
                yield Finding(
                    "DanglingGroup",
                    self._place(user, "groups", number),
                    f"User {user.name} is in group {name}, which is not there.",
                    f"take the name out of the file, or create it with `iamctl group create {name}`",
                )
        yield from self._over(user, ("groups",), check_quota, self._account, "GroupsPerUser", len(user.groups))

    def _policies(self, identity: Identity) -> Iterator[Finding]:
        for number, arn in enumerate(identity.attached_policies):
            if not self._has_policy(arn):
                yield Finding(
                    "DanglingPolicy",
                    self._place(identity, "attached_policies", number),
                    f"{identity.kind.capitalize()} {identity.name} has policy {arn}, which is not there.",
                    f"take it off with `iamctl {identity.kind} detach-policy {identity.name} {arn}`",
                )

    def _boundary(self, identity: User | Role) -> Iterator[Finding]:
        arn = identity.permissions_boundary
        if arn and not self._has_policy(arn):
            kind, name = identity.kind, identity.name
            yield Finding(
                "DanglingBoundary",
                self._place(identity, "permissions_boundary"),
                f"{kind.capitalize()} {name} has boundary {arn}, which is not there: it may do nothing.",
                f"set another with `iamctl {kind} set-boundary {name}`, "
                f"or take it off with `iamctl {kind} delete-boundary {name}`",
            )

    def _trust(self, role: Role) -> Iterator[Finding]:
        for bad in self._bad_principals(role):
            place = self._place(role, "trust_policy")
            code = "DanglingProvider" if bad.label == "FEDERATED" else "DanglingPrincipal"
            gone = "was deleted" if is_unique_id(bad.principal) else "cannot be"
            message = f"Role {role.role_name} trusts {bad.principal}, which {gone}: {bad.reason}."
            yield Finding(code, place, message, _WRITE_TRUST.format(name=role.role_name))
        size = role.trust_policy.size
        yield from self._over(role, ("trust_policy",), check_quota, self._account, "ACLSizePerRole", size)

    def _bad_principals(self, role: Role) -> list[BadPrincipal]:
        try:
            return bad_principals(self._account, role.trust_policy)
        except UNREADABLE:
            return []  # one of them cannot be read, and the store tells so

    def _roles(self, profile: InstanceProfile) -> Iterator[Finding]:
        name = profile.instance_profile_name
        for number, role_name in enumerate(profile.roles):
            if not self._is_there("role", role_name.lower(), self._account.roles.find):
                yield Finding(
                    "DanglingRole",
                    self._place(profile, "roles", number),
                    f"Instance profile {name} has role {role_name}, which is not there.",
                    f"take it out with `iamctl instance-profile remove-role {name} {role_name}`",
                )
        count = len(profile.roles)
        quota_name = "InstanceSessionsPerInstanceProfile"
        yield from self._over(profile, ("roles",), check_quota, self._account, quota_name, count)

    def _versions(self, policy: Policy) -> Iterator[Finding]:
        count = len(policy.versions)
        yield from self._over(policy, (), check_quota, self._account, "VersionsPerPolicy", count)
        for version in policy.versions:
            size = version.document.size
            yield from self._over(policy, (), check_quota, self._account, "PolicySize", size)

    def _has_policy(self, arn: str) -> bool:
        if arn.startswith(f"arn:aws:iam::{AWS}:") and arn in self._published_arns():
            return True
        return self._is_there("policy", arn, self._account.find_policy)

    def _published_arns(self) -> frozenset[str]:
        if self._published is None:
            self._published = frozenset(one.arn for one in self._account.published_aws_policies.summaries())
        return self._published

    def _is_there(self, kind: str, key: str, find: Callable[[str], object]) -> bool:
        if (kind, key) not in self._known:
            try:
                self._known[kind, key] = find(key) is not None
            except UNREADABLE:
                self._known[kind, key] = True  # it is there, and the store tells that it cannot be read
        return self._known[kind, key]

    def _over(
        self, noun: Noun, keys: tuple[str, ...], check: Callable[P, None], *args: P.args, **kwargs: P.kwargs
    ) -> Iterator[Finding]:
        try:
            check(*args, **kwargs)
        except LimitExceeded as error:
            of_whom = f" ({noun.kind} {noun.name})"
            mend = error.hints[0] if error.hints else "take some away"
            yield Finding(error.code, self._place(noun, *keys), f"{error.message}{of_whom}", mend)

    def _place(self, noun: Noun, *keys: str | int) -> str:
        return self._shelf_of(noun.kind).place(noun.name, *keys)

    def _shelf_of(self, kind: str) -> Shelf[User]:
        # Of one kind for the type checker's sake only: what is asked of it all kinds have.
        shelf: Shelf[User] = self._account.shelf_of(kind)
        return shelf


_ID_KEYS = {
    "user": "user_id",
    "group": "group_id",
    "role": "role_id",
    "policy": "policy_id",
    "instance profile": "instance_profile_id",
}
