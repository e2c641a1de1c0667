"""Laboratories: accounts laid out for one question, each a declaration that is carried out."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from iamctl.model.account_settings import AccountSettings
from iamctl.reference.managed_policies import ManagedPolicies
from iamctl.service.account import Account
from iamctl.service.declaration.plan import bootstrap, plan_of
from iamctl.service.declaration.read import parse_declaration
from iamctl.service.escalation.escalations import Escalation, escalations
from iamctl.store.memory import MemoryEdit, MemoryStore
from iamctl.syntax.toml_render import render_toml
from service.conftest import counting_bytes, counting_ids
from service.given import ACCOUNT_ID, NOW, ROOT, arn

Lab = Callable[..., Account]
OWN = {"AWS": f"arn:aws:iam::{ACCOUNT_ID}:root"}
EVERYTHING = "AdministratorAccess"


def allow(*actions: str, on: str | list[str] = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Allow", "Action": list(actions), "Resource": on, **more}


def deny(*actions: str, on: str | list[str] = "*", **more: Any) -> dict[str, Any]:
    return {"Effect": "Deny", "Action": list(actions), "Resource": on, **more}


def document(*statements: dict[str, Any]) -> dict[str, Any]:
    return {"Version": "2012-10-17", "Statement": list(statements)}


def trusting(principal: Any, **more: Any) -> dict[str, Any]:
    action = "sts:AssumeRole"
    if isinstance(principal, dict) and "Federated" in principal:
        action = "sts:AssumeRoleWithSAML"
    return document({"Effect": "Allow", "Principal": principal, "Action": action, **more})


def user(name: str, *statements: dict[str, Any], **more: Any) -> dict[str, Any]:
    own = {"inline_policies": {"Own": document(*statements)}} if statements else {}
    return {"name": name, **own, **more}


def role(name: str, trust: Any, *statements: dict[str, Any], **more: Any) -> dict[str, Any]:
    own = {"inline_policies": {"Own": document(*statements)}} if statements else {}
    return {"name": name, "trust_policy": trusting(trust), **own, **more}


def group(name: str, *statements: dict[str, Any], **more: Any) -> dict[str, Any]:
    return user(name, *statements, **more)


def policy(name: str, *statements: dict[str, Any]) -> dict[str, Any]:
    return {"name": name, "document": document(*statements)}


def laid_out(**tables: Any) -> Account:
    """The account that a declaration of these tables makes."""
    account = Account(
        MemoryEdit(MemoryStore(AccountSettings(account_id=ACCOUNT_ID, create_date=NOW))),
        now=NOW,
        new_id=counting_ids(),
        aws_policies=ManagedPolicies(),
        caller=ROOT,
        entropy=counting_bytes(),
    )
    text = render_toml(json.loads(json.dumps(tables)))
    plan = plan_of(account, parse_declaration(text, "lab.toml", lambda name: (name, name)), prune=False)
    bootstrap(account, plan, file="lab.toml", counts=plan.counts)
    return account


@pytest.fixture
def lab() -> Lab:
    return laid_out


def found(account: Account, name: str, **more: Any) -> Escalation:
    """What the search says of one user or role."""
    [one] = escalations(account, principal=name, **more)
    return one


def roads(escalation: Escalation) -> set[str]:
    """Each path as `iam-008 alice`: the rows, and where it ends; `!` is an administrator, `?` hangs on something."""
    return {
        "+".join(step.move.primitive.id for step in path.steps)
        + f" {path.steps[-1].move.reached.arn.rpartition('/')[2]}"
        + ("!" if path.is_admin else "")
        + ("?" if path.conditions else "")
        for path in escalation.paths
    }


__all__ = ["OWN", "Lab", "allow", "arn", "deny", "document", "found", "group", "policy", "roads", "role", "user"]
