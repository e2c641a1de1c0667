"""`iamctl resource-policy`: policies of buckets and queues."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from cli import world
from cli.conftest import ACCOUNT_ID, Shell

BUCKET = "arn:aws:s3:::releases"


@pytest.fixture
def kept(account: Shell) -> Shell:
    outcome = account("resource-policy", "put", BUCKET, "--policy-document", world.BUCKET_POLICY.text)
    assert outcome.status == 0
    return account


def test_a_policy_comes_back_as_it_was_written(kept: Shell) -> None:
    assert kept("resource-policy", "get", BUCKET).json == json.loads(world.BUCKET_POLICY.text)


def test_a_policy_is_a_file_that_a_person_can_read(kept: Shell, home: Path) -> None:
    file = home / "accounts" / ACCOUNT_ID / "resources" / "arn%3Aaws%3As3%3A%3A%3Areleases.toml"

    text = file.read_text()

    assert f'resource_arn = "{BUCKET}"' in text
    assert 'Effect = "Allow"' in text


def test_resources_are_listed(kept: Shell) -> None:
    assert kept("resource-policy", "list", "-o", "name").lines == [BUCKET]


def test_a_deleted_policy_can_be_taken_back(kept: Shell) -> None:
    assert kept("resource-policy", "delete", BUCKET, "--yes").status == 0
    assert kept("resource-policy", "get", BUCKET).status == 4

    assert kept("undo").status == 0

    assert kept("resource-policy", "get", BUCKET).status == 0


def test_a_policy_without_principals_is_refused_with_its_place(account: Shell) -> None:
    outcome = account("resource-policy", "put", BUCKET, "--policy-document", world.ARTIFACTS.text)

    assert outcome.status == 6
    assert "--policy-document:1:" in outcome.err


def test_a_mistake_in_the_file_is_found(kept: Shell, home: Path) -> None:
    file = next((home / "accounts" / ACCOUNT_ID / "resources").iterdir())
    file.write_text(file.read_text().replace("Effect", "Efect"))

    outcome = kept("doctor")

    assert outcome.status == 1
    assert "resources/" in outcome.out


def test_the_file_is_found_by_the_resources_arn(kept: Shell) -> None:
    assert kept("path", BUCKET).out.strip().endswith("resources/arn%3Aaws%3As3%3A%3A%3Areleases.toml")
    assert kept("show", BUCKET, "-o", "json").json["ResourcePolicy"]["ResourceArn"] == BUCKET
