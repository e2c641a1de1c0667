"""Declarations carried out on real files: a generated account of every kind of entity."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from iamctl import bootstrap as world
from iamctl.service.declaration.plan import Plan, bootstrap, plan_of
from iamctl.service.new_account import new_settings
from iamctl.service.service import Service

from .conftest import ACCOUNT_ID, declared

GENERATOR = Path(__file__).parents[3] / "benchmarks" / "accounts.py"


@pytest.fixture(scope="module")
def text() -> str:
    """A declaration as people have it, but small."""
    figures = ("--users", "25", "--groups", "6", "--roles", "12", "--policies", "15")
    return subprocess.run([sys.executable, str(GENERATOR), *figures], check=True, capture_output=True, text=True).stdout


@pytest.fixture
def service(tmp_path: Path) -> Service:
    settings = new_settings(account_id=ACCOUNT_ID, create_date=world.now())
    with world.new_account(settings, directory=str(tmp_path)):
        pass
    return world.open_service(directory=str(tmp_path))


def made(service: Service, text: str, *, prune: bool = False) -> Plan:
    with service.change() as change:
        plan = plan_of(change.account, declared(text), prune=prune)
        change.call(bootstrap, plan, file="a.toml", counts=plan.counts)
    return plan


def test_a_file_is_made_in_one_revision_and_then_changes_nothing(service: Service, text: str) -> None:
    first = made(service, text)
    head = service.history().head()

    second = made(service, text)

    assert first.counts.created == 25 + 6 + 12 + 15
    assert second.is_empty
    assert service.history().head() == head == 2


def test_what_the_files_say_is_what_was_declared_also_without_the_ledger(
    service: Service, text: str, tmp_path: Path
) -> None:
    made(service, text)
    for file in (tmp_path / "accounts" / ACCOUNT_ID).glob("ledger.sqlite3*"):
        file.unlink()

    plan = made(world.open_service(directory=str(tmp_path)), text, prune=True)

    assert plan.is_empty


def test_an_edit_by_hand_is_brought_back(service: Service, text: str, tmp_path: Path) -> None:
    made(service, text)
    file = tmp_path / "accounts" / ACCOUNT_ID / "users" / "user-00003.toml"
    file.write_text(
        "# our third\n" + file.read_text("utf-8").replace("user-00003@example.com", "x@example.com"), "utf-8"
    )

    plan = made(service, text)

    assert [(step.noun.name, step.keys) for step in plan.changed] == [("user-00003", ("tags",))]
    assert file.read_text("utf-8").startswith("# our third\n")
    assert "user-00003@example.com" in file.read_text("utf-8")


def test_pruning_takes_every_file_away_but_the_account_s_own(service: Service, text: str, tmp_path: Path) -> None:
    made(service, text)

    made(service, "", prune=True)

    folder = tmp_path / "accounts" / ACCOUNT_ID
    assert [str(file.relative_to(folder)) for file in folder.rglob("*.toml")] == ["account.toml"]
