"""An account that declarations are carried out on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from iamctl.errors import IamctlError, InvalidInput, Mistakes
from iamctl.service.account import Account
from iamctl.service.declaration.declared import Declaration
from iamctl.service.declaration.plan import Plan, bootstrap, plan_of
from iamctl.service.declaration.read import parse_declaration
from iamctl.service.service import Service

ACCOUNT_ID = "111122223333"
NOW = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
ADMINISTRATOR = "arn:aws:iam::aws:policy/AdministratorAccess"
DOCUMENT = 'Version = "2012-10-17"\nStatement = { Effect = "Allow", Action = "s3:GetObject", Resource = "*" }\n'
POLICY = f'[[policy]]\nname = "Read"\n[policy.document]\n{DOCUMENT}'

Bootstrap = Callable[..., Plan]
Refuse = Callable[..., list[str]]


def declared(text: str, files: Mapping[str, str] | None = None) -> Declaration:
    """The declaration of a file `a.toml`, with other files beside it."""

    def read_file(name: str) -> tuple[str, str]:
        if name not in (files or {}):
            raise InvalidInput(f"{name} cannot be read: there is no such file.")
        return (files or {})[name], name

    return parse_declaration(text, "a.toml", read_file)


@pytest.fixture
def made(service: Service) -> Bootstrap:
    """Carries a declaration out on the account; its plan."""

    def carry_out(text: str, files: Mapping[str, str] | None = None, *, prune: bool = False) -> Plan:
        with service.change() as change:
            plan = plan_of(change.account, declared(text, files), prune=prune)
            change.call(bootstrap, plan, file="a.toml", counts=plan.counts)
        return plan

    return carry_out


@pytest.fixture
def refused(service: Service) -> Refuse:
    """The mistakes of a declaration as `line:column sentence`; a mistake of another file has its name before."""

    def mistakes(text: str, files: Mapping[str, str] | None = None, *, prune: bool = False) -> list[str]:
        with service.reading() as account, pytest.raises(IamctlError) as raised:
            plan_of(account, declared(text, files), prune=prune)
        assert raised.value.exit_status == 6
        errors = raised.value.errors if isinstance(raised.value, Mistakes) else (raised.value,)
        return [str(error).removeprefix("a.toml:") for error in errors]

    return mistakes


@pytest.fixture
def now(service: Service) -> Callable[[str, str], Any]:
    """An entity as the account has it."""

    def find(shelf: str, name: str) -> Any:
        with service.reading() as account:
            return getattr(account.shelves, shelf).find(name)

    return find


def arn(resource: str) -> str:
    """The ARN of something in the account, such as `user/alice`."""
    return f"arn:aws:iam::{ACCOUNT_ID}:{resource}"


def names(account: Account) -> list[str]:
    """Kinds and names of everything in the account."""
    shelves = (account.users, account.groups, account.roles, account.policies, account.instance_profiles)
    return [f"{noun.kind} {noun.name}" for shelf in shelves for noun in shelf.all()]


def outline(plan: Plan) -> list[str]:
    """`+ user alice`, `~ user bob: tags`, `- group Old`."""
    steps = {"+": plan.created, "~": plan.changed, "-": plan.removed}
    return [
        f"{mark} {step.noun.kind} {step.noun.name.replace(ACCOUNT_ID, 'own')}{': ' + ', '.join(step.keys) if step.keys else ''}"
        for mark, listed in steps.items()
        for step in listed
    ]
