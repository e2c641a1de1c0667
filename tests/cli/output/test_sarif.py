"""Findings as SARIF, held against the schema of OASIS."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from iamctl.cli.output.sarif import sarif_members
from iamctl.service.validation import validate_text

SCHEMA = json.loads((Path(__file__).parents[2] / "data" / "sarif-2.1.0.schema.json").read_text("utf-8"))
POLICY = """\
{
  "Statement": [
    {"Effect": "Allow", "Action": ["s3:GetObjekt", "iam:PassRole"], "Resource": "*"},
    {"Sid": "", "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::a/*"}
  ]
}
"""


def log_of(text: str, source: str = "deploy policy.json") -> dict[str, Any]:
    return sarif_members(validate_text(text, source, "identity"))


@pytest.mark.parametrize("text", [POLICY, "{", "", 'Version = "2012-10-17"\n', '{"Statement": []}'])
def test_a_log_holds_to_the_schema(text: str) -> None:
    jsonschema = pytest.importorskip("jsonschema")

    jsonschema.Draft4Validator(SCHEMA).validate(log_of(text))


def test_the_schema_refuses_what_is_no_log() -> None:
    jsonschema = pytest.importorskip("jsonschema")
    log = log_of(POLICY)
    log["runs"][0]["results"][0]["level"] = "terrible"

    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft4Validator(SCHEMA).validate(log)


def test_a_result_points_at_the_value_in_its_file() -> None:
    result = next(each for each in log_of(POLICY)["runs"][0]["results"] if each["ruleId"] == "INVALID_ACTION")

    place = result["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "deploy%20policy.json"
    assert place["region"] == {"startLine": 3, "startColumn": 36, "endLine": 3, "endColumn": 50}
    assert POLICY.splitlines()[2][35:49] == '"s3:GetObjekt"'


def test_each_class_has_its_level_and_each_result_its_rule() -> None:
    run = log_of(POLICY)["runs"][0]

    levels = {each["properties"]["findingType"]: each["level"] for each in run["results"]}
    assert levels == {"ERROR": "error", "SECURITY_WARNING": "warning", "WARNING": "warning", "SUGGESTION": "note"}
    rules = run["tool"]["driver"]["rules"]
    assert all(rules[each["ruleIndex"]]["id"] == each["ruleId"] for each in run["results"])
