"""The tool that makes the package data of the AWS managed policies."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from importlib import metadata
from pathlib import Path

import pytest

from iamctl.reference.managed_policies import ManagedPolicies

ROOT = Path(__file__).parents[2]
FACTS = {
    "CreateDate": "2020-01-02T03:04:05+00:00",
    "DefaultVersionId": "v3",
    "Document": {
        "Statement": [{"Action": ["s3:Get*"], "Effect": "Allow", "Resource": "*", "Sid": "One"}],
        "Version": "2012-10-17",
    },
    "Path": "/service-role/",
    "UpdateDate": "2021-01-02T03:04:05+00:00",
}


def build(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, ROOT / "tools" / "build_managed_policies.py", *arguments]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


def source(folder: Path, policies: dict[str, object]) -> Path:
    package = folder / "moto" / "iam"
    package.mkdir(parents=True)
    (folder / "moto-9.9.9.dist-info").mkdir()
    path = package / "aws_managed_policies.py"
    path.write_text(f'# fetched\naws_managed_policies_data = """\n{json.dumps(policies)}"""\n')
    return path


def test_a_source_becomes_a_table_that_the_package_reads(tmp_path: Path) -> None:
    target = tmp_path / "built.sqlite3"

    done = build("--from", source(tmp_path, {"Reader": FACTS}), "--to", target)

    assert (done.returncode, done.stderr) == (0, "")
    assert "1 policies of moto 9.9.9, the newest of 2021-01-02" in done.stdout
    policy = ManagedPolicies(target).find("reader")
    assert policy is not None
    assert policy.arn == "arn:aws:iam::aws:policy/service-role/Reader"
    assert policy.default_version_id == "v3"
    assert policy.default_version.document.text == (
        '{"Version":"2012-10-17","Statement":[{"Sid":"One","Effect":"Allow","Action":["s3:Get*"],"Resource":"*"}]}'
    )


def test_an_id_of_the_source_is_kept_and_a_missing_one_follows_from_the_arn(tmp_path: Path) -> None:
    target = tmp_path / "built.sqlite3"
    policies = {"Derived": FACTS, "Given": {**FACTS, "PolicyId": "ANPAIWMBCKSKIEE64ZLYK"}}

    build("--from", source(tmp_path, policies), "--to", target)

    ids = {summary.policy_name: summary.policy_id for summary in ManagedPolicies(target).summaries()}
    assert ids == {"Derived": "ANPANUSAN3GPN6FO4ZRFF", "Given": "ANPAIWMBCKSKIEE64ZLYK"}


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    path = source(tmp_path, {"B": FACTS, "a": {**FACTS, "Path": "/"}})

    build("--from", path, "--to", tmp_path / "one")
    build("--from", path, "--to", tmp_path / "two")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize(
    ("policies", "problem"),
    [
        ({"Reader": FACTS, "reader": FACTS}, "the same name but for its case"),
        ({"Reader": {**FACTS, "PolicyId": "A"}, "Writer": {**FACTS, "PolicyId": "A"}}, "the same id"),
        ({"Reader": {**FACTS, "Document": "{}"}}, "a document is not an object"),
        ({"Reader": {**FACTS, "Document": {"Statement": ["x"]}}}, "a statement is not an object"),
        ({"Reader": {**FACTS, "Document": {"Statement": [], "Versoin": ""}}}, "Versoin is not an element"),
        ({"Reader": {**FACTS, "UpdateDate": "yesterday"}}, "yesterday"),
        ({"Reader": {key: value for key, value in FACTS.items() if key != "Path"}}, "Path"),
        ({}, "no policies"),
    ],
)
def test_a_source_that_is_not_what_it_should_be_writes_nothing(
    tmp_path: Path, policies: dict[str, object], problem: str
) -> None:
    target = tmp_path / "built.sqlite3"

    done = build("--from", source(tmp_path, policies), "--to", target)

    assert done.returncode == 6
    assert problem in done.stderr
    assert "Traceback" not in done.stderr
    assert not target.exists()


def test_a_source_that_does_not_tell_its_version_needs_to_be_told(tmp_path: Path) -> None:
    path = source(tmp_path, {"Reader": FACTS})
    (tmp_path / "moto-9.9.9.dist-info").rmdir()

    untold = build("--from", path, "--to", tmp_path / "built")
    told = build("--from", path, "--to", tmp_path / "built", "--version", "8.0")

    assert "give --version" in untold.stderr
    assert "moto 8.0" in told.stdout


def test_the_source_is_read_and_never_run(tmp_path: Path) -> None:
    path = source(tmp_path, {"Reader": FACTS})
    path.write_text(f"{path.read_text()}\nraise SystemExit('it ran')\n")

    done = build("--from", path, "--to", tmp_path / "built")

    assert done.returncode == 0


def test_the_shipped_file_is_what_the_tool_builds_from_its_source(tmp_path: Path) -> None:
    shipped = ManagedPolicies()
    given = os.environ.get("IAMCTL_TEST_MOTO")
    if given is None and not _is_installed(shipped.source().version):
        pytest.skip(f"moto {shipped.source().version} is not here: install it or name its wheel in IAMCTL_TEST_MOTO")

    done = build("--to", tmp_path / "built", *(("--from", given) if given else ()))

    assert done.returncode == 0
    built = ManagedPolicies(tmp_path / "built")
    assert built.source() == shipped.source()
    # Documents and not bytes: another zlib packs the same text otherwise.
    assert list(built.all()) == list(shipped.all())


def _is_installed(version: str) -> bool:
    try:
        return metadata.version("moto") == version
    except metadata.PackageNotFoundError:
        return False
