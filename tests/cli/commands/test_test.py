"""`iamctl test`: decision cases from the shell, for people and for programs."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from cli.conftest import Shell

CASES = """
[[case]]
name = "alice # makes <no> users"
principal = "alice"
action = "iam:CreateUser"
expect = "denied"

[[case]]
name = "alice reads"
principal = "alice"
action = "s3:GetObject"
resource = "arn:aws:s3:::b/x"
expect = "allowed"
"""


@pytest.fixture
def failing(acme: Shell) -> Shell:
    """cases.toml holds a case that passes and one that fails."""
    Path("cases.toml").write_text(CASES)
    return acme


def test_the_exit_status_tells_whether_all_passed(failing: Shell) -> None:
    Path("good.toml").write_text(CASES.split("\n\n")[0])

    assert failing("test", "good.toml").status == 0
    assert failing("test", "cases.toml").status == 1
    assert failing("test", "good.toml", "cases.toml").status == 1


def test_a_table_tells_place_and_failure(failing: Shell) -> None:
    answer = failing("test", "cases.toml")

    assert answer.lines[1].startswith("passed")
    assert "cases.toml:8:1" in answer.lines[2]
    assert "expected allowed, got implicitDeny" in answer.lines[2]


def test_tap_numbers_the_cases_and_escapes_its_own_signs(failing: Shell) -> None:
    answer = failing("test", "cases.toml", "--format", "tap")

    assert answer.lines[:4] == [
        "TAP version 14",
        "1..2",
        r"ok 1 - alice \# makes <no> users",
        "not ok 2 - alice reads",
    ]
    assert "  at: 'cases.toml:8:1'" in answer.lines


def test_junit_is_xml_with_a_suite_for_each_file(failing: Shell) -> None:
    Path("more.toml").write_text(CASES.split("\n\n")[0])

    answer = failing("test", "cases.toml", "more.toml", "--format", "junit", "--coverage")

    root = ET.fromstring(answer.out)
    assert root.attrib == {"name": "iamctl", "tests": "3", "failures": "1"}
    assert [suite.get("name") for suite in root] == ["cases.toml", "more.toml"]
    assert root.find("testsuite/testcase").get("name") == "alice # makes <no> users"  # type: ignore[union-attr]
    assert root.find("testsuite/testcase/failure") is not None
    assert "coverage" in (root.findtext("testsuite/system-out") or "")


def test_coverage_and_edits_are_members(failing: Shell) -> None:
    answer = failing("test", "cases.toml", "--coverage", "--mutate", "--output", "json")

    assert answer.json["Coverage"][0]["IsCovered"] is False
    assert answer.json["Mutants"] == {"Tried": 0, "Survivors": []}


def test_mistakes_end_with_6_and_an_unknown_format_with_2(failing: Shell) -> None:
    Path("bad.toml").write_text('[[case]]\nprincipal = "alice"\n')

    assert failing("test", "bad.toml").status == 6
    assert "bad.toml:1:1" in failing("test", "bad.toml").err
    assert failing("test", "cases.toml", "--format", "xml").status == 2
