"""The AWS managed policies as they are shipped."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.errors import StorageFailure
from iamctl.reference.managed_policies import DATA, ManagedPolicies

POLICIES = ManagedPolicies()
KNOWN = {
    "AdministratorAccess": "arn:aws:iam::aws:policy/AdministratorAccess",
    "ReadOnlyAccess": "arn:aws:iam::aws:policy/ReadOnlyAccess",
    "PowerUserAccess": "arn:aws:iam::aws:policy/PowerUserAccess",
    "Billing": "arn:aws:iam::aws:policy/job-function/Billing",
    "AWSLambdaBasicExecutionRole": "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole",
    "AWSSupportServiceRolePolicy": "arn:aws:iam::aws:policy/aws-service-role/AWSSupportServiceRolePolicy",
    "S3UnlockBucketPolicy": "arn:aws:iam::aws:policy/root-task/S3UnlockBucketPolicy",
}


@pytest.mark.parametrize(("name", "arn"), KNOWN.items())
def test_a_known_policy_is_found_by_name_arn_and_id(name: str, arn: str) -> None:
    policy = POLICIES.find(name)

    assert policy is not None
    assert policy.arn == arn
    assert POLICIES.find_arn(arn) == policy
    assert POLICIES.find_id(policy.policy_id) == policy


def test_administrator_access_has_the_text_that_aws_publishes() -> None:
    policy = POLICIES.find("AdministratorAccess")

    assert policy is not None
    assert policy.account_id == "aws"
    assert policy.create_date == datetime(2015, 2, 6, 18, 39, 46, tzinfo=UTC)
    assert policy.default_version.document.text == (
        '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}'
    )


def test_power_user_access_allows_all_but_iam() -> None:
    policy = POLICIES.find("PowerUserAccess")

    assert policy is not None
    tree = policy.default_version.document.tree
    assert isinstance(tree, dict)
    first = tree["Statement"][0]  # type: ignore[index, call-overload]
    assert first["Effect"] == "Allow"  # type: ignore[index, call-overload]
    assert {"iam:*", "organizations:*"} <= set(first["NotAction"])  # type: ignore[index, call-overload, arg-type]


@pytest.mark.parametrize("name", ["administratoraccess", "ADMINISTRATORACCESS", "aDMINISTRATORaCCESS"])
def test_a_name_is_found_in_whatever_case(name: str) -> None:
    policy = POLICIES.find(name)

    assert policy is not None
    assert policy.policy_name == "AdministratorAccess"


@pytest.mark.parametrize(
    "arn",
    [
        "arn:aws:iam::aws:policy/administratoraccess",
        "arn:aws:iam::aws:policy/Billing",
        "arn:aws:iam::aws:policy/job-function/AdministratorAccess",
        "arn:aws:iam::111122223333:policy/AdministratorAccess",
        "arn:aws-cn:iam::aws:policy/AdministratorAccess",
        "AdministratorAccess",
        "arn:aws:iam::aws:policy/",
        "",
    ],
)
def test_an_arn_with_another_case_path_or_account_names_no_policy(arn: str) -> None:
    assert POLICIES.find_arn(arn) is None


@given(st.text())
def test_any_text_is_a_name_or_none_and_never_an_error(text: str) -> None:
    found = POLICIES.find(text)

    assert found is None or found.policy_name.lower() == text.lower()


def test_every_policy_is_whole_and_its_document_parses() -> None:
    policies = list(POLICIES.all())

    assert len(policies) == POLICIES.source().policy_count == 1485
    for policy in policies:
        assert policy.default_version.document.tree["Version"] == "2012-10-17"  # type: ignore[index, call-overload]
        assert policy.default_version_id == f"v{policy.latest_version}"
        assert policy.policy_id.startswith("ANPA")
        assert len(policy.policy_id) == 21
        assert policy.create_date <= policy.update_date <= POLICIES.source().date


def test_names_are_unique_and_sorted_without_regard_to_case() -> None:
    names = POLICIES.names()

    folded = [name.lower() for name in names]
    assert folded == sorted(set(folded))


def test_ids_are_unique() -> None:
    ids = {summary.policy_id for summary in POLICIES.summaries()}

    assert len(ids) == 1485


def test_a_summary_says_what_the_policy_says() -> None:
    policies = list(POLICIES.all())

    summaries = POLICIES.summaries()

    assert summaries == [
        (
            policy.policy_name,
            policy.arn,
            policy.policy_id,
            policy.path,
            policy.default_version_id,
            policy.create_date,
            policy.update_date,
            policy.is_attachable,
        )
        for policy in policies
    ]


@pytest.mark.parametrize(
    ("name", "attachable"),
    [
        ("AWSSupportServiceRolePolicy", False),
        ("S3UnlockBucketPolicy", False),
        ("AWSLambdaBasicExecutionRole", True),
        ("Billing", True),
        ("AdministratorAccess", True),
    ],
)
def test_policies_of_service_linked_roles_and_root_tasks_cannot_be_attached(name: str, attachable: bool) -> None:
    policy = POLICIES.find(name)

    assert policy is not None
    assert policy.is_attachable is attachable


def test_the_source_is_named_with_its_licence_and_date() -> None:
    notice = (Path(__file__).parents[2] / "NOTICE").read_text("utf-8")

    source = POLICIES.source()

    assert (source.package, source.licence) == ("moto", "Apache-2.0")
    assert f"{source.package} {source.version}, as of {source.date.date()}" in notice


def test_one_policy_is_found_without_reading_the_others(tmp_path: Path) -> None:
    alone = tmp_path / "policies.sqlite3"
    alone.write_bytes(DATA.read_bytes())
    with sqlite3.connect(alone) as connection:
        wanted = "(SELECT document FROM policy WHERE name = 'AdministratorAccess')"
        connection.execute(f"UPDATE document SET deflated = x'00' WHERE id <> {wanted}")
    connection.close()
    policies = ManagedPolicies(alone)

    policy = policies.find("AdministratorAccess")

    assert policy == POLICIES.find("AdministratorAccess")
    assert len(policies.summaries()) == 1485
    with pytest.raises(StorageFailure):
        policies.find("ReadOnlyAccess")


def test_nothing_is_opened_before_the_first_question() -> None:
    program = (
        "import sys; from iamctl.reference.managed_policies import ManagedPolicies; ManagedPolicies();"
        "print('sqlite3' in sys.modules)"
    )

    answer = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)

    assert answer.stdout == "False\n"


def test_a_missing_file_is_a_failure_of_the_machine_and_is_not_made(tmp_path: Path) -> None:
    missing = tmp_path / "none.sqlite3"

    with pytest.raises(StorageFailure, match=r"none\.sqlite3 cannot be read"):
        ManagedPolicies(missing).find("AdministratorAccess")

    assert not missing.exists()


def test_a_damaged_file_is_a_failure_of_the_machine(tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.sqlite3"
    damaged.write_bytes(b"not a database" * 500)

    with pytest.raises(StorageFailure):
        ManagedPolicies(damaged).names()


def test_a_folder_with_odd_characters_is_no_obstacle(tmp_path: Path) -> None:
    odd = tmp_path / "a?b#c%20 d"
    odd.mkdir()
    (odd / "policies.sqlite3").write_bytes(DATA.read_bytes())

    policy = ManagedPolicies(odd / "policies.sqlite3").find("Billing")

    assert policy is not None


def test_a_closed_table_opens_again() -> None:
    policies = ManagedPolicies()
    before = policies.names()

    policies.close()

    assert policies.names() == before


def test_the_table_cannot_be_written() -> None:
    policies = ManagedPolicies()

    with pytest.raises(StorageFailure, match="readonly"):
        policies._rows("DELETE FROM policy")


def test_another_thread_may_let_go_of_the_table() -> None:
    from threading import Thread

    policies = ManagedPolicies()
    assert policies.find("ReadOnlyAccess") is not None
    errors: list[BaseException] = []

    def let_go() -> None:
        try:
            policies.close()
        except BaseException as error:
            errors.append(error)

    thread = Thread(target=let_go)
    thread.start()
    thread.join()

    assert errors == []
