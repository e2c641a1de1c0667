"""What the tests of dumps start from: dumps, accounts in memory and in files, and a strict comparison."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from itertools import count
from pathlib import Path
from typing import Any

from iamctl import bootstrap
from iamctl.exchange.authorization_details import get_account_authorization_details
from iamctl.exchange.dump import read_dump
from iamctl.exchange.importing import ImportReport, import_authorization_details
from iamctl.model.account_settings import AccountSettings
from iamctl.model.document import render_json
from iamctl.service.account import Account
from iamctl.service.new_account import new_settings
from iamctl.service.service import Service
from iamctl.store.memory import MemoryEdit, MemoryStore
from iamctl.syntax.json_read import parse_json
from iamctl.syntax.same_value import is_same_value

ACCOUNT_ID = "111122223333"
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
PUBLISHED = bootstrap.PublishedPolicies()
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
DATA = Path(__file__).parents[3] / "shared" / "data"
REAL_DUMPS = [DATA / "authz-details-1.json", DATA / "authz-details-2.json"]
NAMES = ("PolicyArn", "Arn", "PolicyName", "VersionId", "Key")


def in_order(value: Any) -> Any:
    """The value with lists of objects sorted by name, ARN or id; nothing else is changed."""
    if isinstance(value, dict):
        return {key: in_order(inner) for key, inner in value.items()}
    if not isinstance(value, list):
        return value
    inner = [in_order(item) for item in value]
    for name in NAMES:
        if inner and all(isinstance(item, dict) and isinstance(item.get(name), str) for item in inner):
            return sorted(inner, key=lambda item: item[name])
    return inner


def is_equal(one: Any, other: Any) -> bool:
    """Equal but for order, told apart as finely as JSON tells: an absent list is no empty one, `1` is no `1.0`."""
    return is_same_value(in_order(one), in_order(other))


def user(name: str = "alice", **members: Any) -> dict[str, Any]:
    return {
        "Path": "/",
        "UserName": name,
        "UserId": f"AIDA{name.upper():X<17}",
        "Arn": f"arn:aws:iam::{ACCOUNT_ID}:user/{name}",
        "CreateDate": "2024-01-01T00:00:00Z",
        "GroupList": [],
        "AttachedManagedPolicies": [],
    } | members


def group(name: str = "Developers", **members: Any) -> dict[str, Any]:
    return {
        "Path": "/",
        "GroupName": name,
        "GroupId": f"AGPA{name.upper():X<17}",
        "Arn": f"arn:aws:iam::{ACCOUNT_ID}:group/{name}",
        "CreateDate": "2024-01-01T00:00:00Z",
        "GroupPolicyList": [],
        "AttachedManagedPolicies": [],
    } | members


def role(name: str = "Deploy", **members: Any) -> dict[str, Any]:
    return {
        "Path": "/",
        "RoleName": name,
        "RoleId": f"AROA{name.upper():X<17}",
        "Arn": f"arn:aws:iam::{ACCOUNT_ID}:role/{name}",
        "CreateDate": "2024-01-01T00:00:00Z",
        "AssumeRolePolicyDocument": trusting(Service="ec2.amazonaws.com"),
        "InstanceProfileList": [],
        "RolePolicyList": [],
        "AttachedManagedPolicies": [],
        "RoleLastUsed": {},
    } | members


def profile(name: str, **members: Any) -> dict[str, Any]:
    return {
        "Path": "/",
        "InstanceProfileName": name,
        "InstanceProfileId": f"AIPA{name.upper():X<17}",
        "Arn": f"arn:aws:iam::{ACCOUNT_ID}:instance-profile/{name}",
        "CreateDate": "2024-01-01T00:00:00Z",
        "Roles": [],
    } | members


def policy(name: str = "ReadArtifacts", *, document: Any = None, **members: Any) -> dict[str, Any]:
    return {
        "PolicyName": name,
        "PolicyId": f"ANPA{name.upper():X<17}",
        "Arn": f"arn:aws:iam::{ACCOUNT_ID}:policy/{name}",
        "Path": "/",
        "DefaultVersionId": "v1",
        "AttachmentCount": 0,
        "PermissionsBoundaryUsageCount": 0,
        "IsAttachable": True,
        "CreateDate": "2024-01-01T00:00:00Z",
        "UpdateDate": "2024-01-01T00:00:00Z",
        "PolicyVersionList": [version("v1", document=document, default=True)],
    } | members


def version(version_id: str, *, document: Any = None, default: bool = False) -> dict[str, Any]:
    return {
        "Document": document or allowing("s3:GetObject"),
        "VersionId": version_id,
        "IsDefaultVersion": default,
        "CreateDate": "2024-01-01T00:00:00Z",
    }


def attached(*arns: str) -> list[dict[str, str]]:
    return [{"PolicyName": arn.rpartition("/")[2], "PolicyArn": arn} for arn in arns]


def allowing(*actions: str) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": list(actions), "Resource": "*"}]}


def trusting(**principal: Any) -> dict[str, Any]:
    statement = {"Effect": "Allow", "Principal": principal, "Action": "sts:AssumeRole"}
    return {"Version": "2012-10-17", "Statement": [statement]}


def dump(*entities: dict[str, Any], **others: Any) -> dict[str, Any]:
    """An answer with these entities in the lists that they belong to."""
    lists: dict[str, Any] = {"UserDetailList": [], "GroupDetailList": [], "RoleDetailList": [], "Policies": []}
    for entity in entities:
        kind = next(member for name, member in _LIST_OF.items() if name in entity)
        lists[kind].append(entity)
    return lists | others


_LIST_OF = {
    "UserName": "UserDetailList",
    "GroupName": "GroupDetailList",
    "RoleName": "RoleDetailList",
    "PolicyName": "Policies",
}


def memory_account() -> Account:
    """An empty account in memory, with all that AWS publishes in reach."""
    store = MemoryStore(AccountSettings(account_id=ACCOUNT_ID, create_date=NOW))
    ids = count(1)
    return Account(
        MemoryEdit(store),
        now=NOW,
        new_id=lambda prefix: f"{prefix}{next(ids):017}",
        aws_policies=PUBLISHED,
        caller=f"arn:aws:iam::{ACCOUNT_ID}:root",
    )


@contextmanager
def account_in(folder: Path, account_id: str = ACCOUNT_ID) -> Iterator[Service]:
    """A service on an account in files; a new one where there is none."""
    if (folder / "accounts" / account_id).exists():
        yield bootstrap.open_service(directory=str(folder), account=account_id)
        return
    settings = new_settings(account_id=account_id, create_date=NOW)
    with bootstrap.new_account(settings, directory=str(folder)) as service:
        yield service


def imported(account: Account, answer: Any, *, on_conflict: str = "fail") -> ImportReport:
    """Take the answer into the account."""
    return import_authorization_details(account, dump=read_dump(text_of(answer), "dump.json"), on_conflict=on_conflict)


def exported(account: Account, **parameters: Any) -> Any:
    """The account's answer; the account does not see what becomes of it."""
    return copy.deepcopy(get_account_authorization_details(account, **parameters))


def text_of(answer: Any) -> str:
    return answer if isinstance(answer, str) else render_json(answer)


def value_of(text: str) -> Any:
    return parse_json(text, "dump.json")
