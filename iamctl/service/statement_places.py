"""Where a person finds a statement: file and line, by what the policy is called in an answer.

    inline Deploy of user alice     users/alice.toml, its inline policy
    arn:aws:iam::…:policy/Deploy    the version in force, in the policy's file; AWS's own have none
    trust policy of role Deploy     roles/Deploy.toml
    policy of arn:aws:s3:::logs     the resource's file
    draft deploy.json, SCP org.json[1], …    the text that the question came with

The names are those that `questions.bearing` and `questions.supposed` give.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from iamctl.errors import Place
from iamctl.model.policy import AWS
from iamctl.policy.language import is_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from iamctl.service.account import Account
    from iamctl.service.questions.supposed import Text
    from iamctl.store.protocol import Shelf

_INLINE = re.compile(r"inline (?P<policy>\S+) of (?P<kind>user|group|role) (?P<owner>\S+)")
_TRUST = "trust policy of role "
_RESOURCE = "policy of "
_GIVEN = re.compile(
    r"(?:draft|boundary|session policy|resource policy|SCP|RCP) (?P<source>.*?)(?:\[(?P<element>\d+)\])?"
)


def place_of_statement(account: Account, policy: str, number: int, texts: Sequence[Text] = ()) -> str | None:
    """The statement's file with line and column, relative to the account's folder; None for one that AWS publishes.

    Args:
        policy: what the policy is called in an answer.
        number: the statement's place in its document, from 0.
        texts: what the question came with.
    """
    statement = ("Statement", number)
    if match := _INLINE.fullmatch(policy):
        return _place_of_inline(account, match["kind"], match["owner"], match["policy"], statement)
    if policy.startswith("arn:"):
        return _place_of_managed(account, policy, statement)
    if policy.startswith(_TRUST):
        return account.shelves.roles.place(policy.removeprefix(_TRUST), "trust_policy", *statement)
    if policy.startswith(_RESOURCE):
        return account.shelves.resource_policies.place(policy.removeprefix(_RESOURCE), "document", *statement)
    return _place_in_text(policy, number, texts)


def _place_of_inline(
    account: Account, kind: str, owner: str, policy_name: str, statement: tuple[str, int]
) -> str | None:
    shelves: dict[str, Shelf[Any]] = {"user": account.users, "group": account.groups, "role": account.roles}
    shelf = shelves[kind]
    identity = shelf.find(owner)
    names = [policy.policy_name for policy in identity.inline_policies] if identity is not None else []
    if policy_name not in names:
        return None
    return shelf.place(owner, "inline_policies", names.index(policy_name), "document", *statement)


def _place_of_managed(account: Account, arn: str, statement: tuple[str, int]) -> str | None:
    policy = account.find_policy(arn)
    if policy is None:
        return None
    shelf = account.policies
    if policy.account_id == AWS:
        shelf = account.imported_aws_policies
        if shelf.find(policy.policy_name) is None:
            return None
    version_ids = [version.version_id for version in policy.versions]
    index = version_ids.index(policy.default_version_id)
    return shelf.place(policy.policy_name, "versions", index, "document", *statement)


def _place_in_text(policy: str, number: int, texts: Iterable[Text]) -> str | None:
    match = _GIVEN.fullmatch(policy)
    if match is None:
        return None
    element = match["element"]
    found = [text.text for text in texts if text.source == match["source"]]
    if len(found) != 1:
        return None  # two texts by one name: which is meant cannot be told
    text, source = found[0], match["source"]
    if is_json(text, source):
        from iamctl.syntax.json_read import json_positions as positions
    else:
        from iamctl.syntax.toml_positions import positions
    known = positions(text)
    path: tuple[str | int, ...] = ("Statement", number) if element is None else (int(element), "Statement", number)
    while path and path not in known:
        path = path[:-1]
    return str(Place(source, *known.get(path, (1, 1))))
