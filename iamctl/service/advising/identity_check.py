"""What in an account goes against AWS's guidance on who should be what. Credentials' ages are another check's.

Rules kept here:
  * a key that is inactive opens nothing and is not looked at;
  * keys and no password is how a program's user looks; a password is how a person's does;
  * a role would do where one that a service takes on has every policy that the program's user has, and no boundary;
  * two users are taken for one person by a tag that names the person, by a public key that both have, or by names that
    differ in what is put to a second user's name (`kim-admin`); a name alone is a weak sign, and says so;
  * that several share credentials shows in what is used, as the check of credentials has it.

The hosts that a key was used from are not known: of a use its moment, service and region are kept.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/best-practices.html
"""

from __future__ import annotations

import re
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING, NamedTuple

from iamctl.model.access_key import ACTIVE
from iamctl.policy.principals import statements_of
from iamctl.service.access_keys import all_uses
from iamctl.service.credential_check import Ages, check_credentials
from iamctl.service.sign_in import passwords_last_used
from iamctl.service.sts.issuing import RECORDS
from iamctl.store.protocol import Finding

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.model.role import Role
    from iamctl.model.user import User
    from iamctl.service.account import Account

SEVERE = ("ROOT_IN_USE", "ROOT_ACCESS_KEY")
SLIGHT = ("PERHAPS_ONE_PERSON",)
"""Codes of findings that are graver, and less grave, than the others."""
_OF_CREDENTIALS = ("ROOT_ACCESS_KEY", "SHARED_BY_PERSON_AND_PROGRAM", "SHARED_BY_PROGRAMS")
_NEVER = timedelta(days=365_000)
_PERSON_TAGS = ("email", "employee", "employee-id", "employeeid", "mail", "person")
_SECOND = r"admin|administrator|adm|root|dev|test|prod|ops|backup|old|new|[0-9]{1,2}"
_BESIDE = re.compile(rf"(?:(?:{_SECOND})[-_.])?(.+?)(?:[-_.](?:{_SECOND}))?", re.IGNORECASE)


class _Seen(NamedTuple):
    account: Account
    users: tuple[User, ...]

    def place(self, user: User) -> str:
        return self.account.users.place(user.user_name)


def check_identities(account: Account, *, recent: timedelta) -> list[Finding]:
    """Every finding: the root user's, of credentials that are shared, of programs, of persons.

    Args:
        recent: a use of the root user's within it is one too many.

    Raises:
        BrokenFile: a user's or a role's file cannot be read.
    """
    seen = _Seen(account, tuple(account.users.all()))
    of_credentials = check_credentials(account, ages=Ages(_NEVER, _NEVER))
    return [
        *_root(account, recent),
        *(finding for finding in of_credentials if finding.code in _OF_CREDENTIALS),
        *_shared_public_keys(seen),
        *_applications(seen),
        *_persons(seen),
        *_federated(seen),
    ]


def _root(account: Account, recent: timedelta) -> Iterator[Finding]:
    settings = account.settings
    uses = all_uses(account)
    moments = [uses[key.access_key_id].date for key in settings.access_keys if key.access_key_id in uses]
    signed_in = passwords_last_used(account).get(settings.unique_id)
    moments += [signed_in] if signed_in is not None else []
    if moments and account.now - max(moments) < recent:
        last = max(moments)
        message = f"The root user was last used at {last:%Y-%m-%dT%H:%M:%SZ}."
        yield Finding("ROOT_IN_USE", "account.toml", message, "work as a user: `iamctl advise --who myself`")


def _shared_public_keys(seen: _Seen) -> Iterator[Finding]:
    owners: dict[str, list[User]] = defaultdict(list)
    for user in seen.users:
        for body in {key.body for key in user.ssh_public_keys if key.status == ACTIVE}:
            owners[body].append(user)
    for users in owners.values():
        if len(users) > 1:
            message = f"{_listed(users)} have the same SSH public key."
            mend = "leave one user to whoever has the private key, or give each a key of its own"
            yield Finding("SHARED_PUBLIC_KEY", seen.place(users[0]), message, mend)


def _applications(seen: _Seen) -> Iterator[Finding]:
    roles = [role for role in seen.account.roles.all() if role.permissions_boundary is None and _is_a_services(role)]
    for user in seen.users:
        keys = [key for key in user.access_keys if key.status_at(seen.account.now) == ACTIVE]
        if not keys or user.login_profile is not None:
            continue
        how_many = "an access key" if len(keys) == 1 else "two access keys"
        message = f"{user.user_name} has {how_many} and no password: it is a program."
        if would_do := [role.role_name for role in roles if _has_all_of(seen.account, role, user)]:
            more = f" and {len(would_do) - 3} more" if len(would_do) > 3 else ""
            what = f"{message} Every policy of it is also a policy of the role {', '.join(would_do[:3])}{more}."
            mend = f"let the program run with the role, then `iamctl user delete {user.user_name}`"
            yield Finding("ROLE_WOULD_DO", seen.place(user), what, mend)
        else:
            mend = "give it a role: `iamctl advise --who application`"
            yield Finding("USER_IS_APPLICATION", seen.place(user), message, mend)


def _is_a_services(role: Role) -> bool:
    """Whether a service of AWS may take the role on, by an Allow that asks for nothing else."""
    for statement in statements_of(role.trust_policy.tree):
        if isinstance(statement, dict) and statement.get("Effect") == "Allow" and "Condition" not in statement:
            principal = statement.get("Principal")
            if isinstance(principal, dict) and "Service" in principal:
                return True
    return False


def _has_all_of(account: Account, role: Role, user: User) -> bool:
    """Whether the role has each policy of the user, its groups' included, and none that the user has not.

    A policy more could deny what the program needs.
    """
    groups = [group for name in user.groups if (group := account.groups.find(name)) is not None]
    holders: Iterable[User | object] = (user, *groups)
    managed = {arn for holder in holders for arn in getattr(holder, "attached_policies", ())}
    inline = {each.document.text for holder in holders for each in getattr(holder, "inline_policies", ())}
    has_any = bool(managed or inline)
    is_same = managed == set(role.attached_policies) and inline == {each.document.text for each in role.inline_policies}
    return has_any and is_same and user.permissions_boundary is None


def _persons(seen: _Seen) -> Iterator[Finding]:
    people = [user for user in seen.users if user.login_profile is not None]
    told: set[frozenset[str]] = set()
    for sign, users in _groups_by(people, _tagged):
        told.add(frozenset(user.user_name for user in users))
        message = f"{_listed(users)} are one person by the tag {sign}."
        mend = "keep one user for each person; for other rights let it take on a role: `iamctl assume ROLE`"
        yield Finding("SEVERAL_USERS_OF_ONE_PERSON", seen.place(users[0]), message, mend)
    for sign, users in _groups_by(people, _named):
        if frozenset(user.user_name for user in users) not in told:
            message = f"{_listed(users)} may be one person, {sign}, by their names."
            mend = "if so, keep one user and let it take on a role for other rights: `iamctl assume ROLE`"
            yield Finding("PERHAPS_ONE_PERSON", seen.place(users[0]), message, mend)


def _groups_by(users: Iterable[User], signs: object) -> Iterator[tuple[str, list[User]]]:
    assert callable(signs)
    found: dict[str, list[User]] = defaultdict(list)
    for user in users:
        for sign in signs(user):
            found[sign].append(user)
    yield from ((sign, several) for sign, several in sorted(found.items()) if len(several) > 1)


def _tagged(user: User) -> Iterator[str]:
    for tag in user.tags:
        if tag.key.lower() in _PERSON_TAGS and tag.value.strip():
            yield f"{tag.key.lower()}={tag.value.strip().lower()}"


def _named(user: User) -> Iterator[str]:
    found = _BESIDE.fullmatch(user.user_name)
    assert found is not None, "the name itself fits"
    yield found[1].lower()


def _federated(seen: _Seen) -> Iterator[Finding]:
    """Users of persons who sign in through an identity provider as well: a session of theirs has their name."""
    came: dict[str, str] = {}
    for mark in seen.account.marks.all(RECORDS).values():
        if (provider := mark.get("provider")) and (name := mark.get("name")):
            came[str(name).lower()] = str(provider)
    for user in seen.users:
        provider = came.get(user.user_name.lower()) or next((came[name] for name in _mails(user) if name in came), None)
        if provider is not None and user.login_profile is not None:
            message = f"{user.user_name} has a password, and signs in through {provider} as well."
            mend = f"let the provider alone vouch for the person, then `iamctl user delete {user.user_name}`"
            yield Finding("USER_OF_FEDERATED_PERSON", seen.place(user), message, mend)


def _mails(user: User) -> Iterator[str]:
    yield from (tag.value.strip().lower() for tag in user.tags if tag.key.lower() in ("email", "mail"))


def _listed(users: Iterable[User]) -> str:
    names = sorted(user.user_name for user in users)
    shown = names[:5]
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return (", ".join(shown) if more or len(shown) < 2 else f"{', '.join(shown[:-1])} and {shown[-1]}") + more
