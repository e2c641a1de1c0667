"""Decisions that AWS itself gave: the engine agrees with every one of them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from iamctl.engine.authorize import authorize
from tests.engine.given import policies_of, request_of

RECORDED = Path(__file__).parents[3] / "shared" / "data" / "aws-recorded-decisions.jsonl"
NAMES = {
    "identity_policies": "identity",
    "session_policies": "session",
    "service_control_policies": "scp",
    "resource_control_policies": "rcp",
}


def _decided(row: dict[str, Any]) -> str:
    policies = {name: row[field] for field, name in NAMES.items() if field in row}
    for field, name in (("permissions_boundary", "boundary"), ("resource_policy", "resource")):
        if row.get(field) is not None:
            policies[name] = [row[field]]
    return authorize(request_of(row), policies_of(policies)).outcome.value


@pytest.mark.skipif(not RECORDED.exists(), reason="the recorded decisions of AWS are not beside the repository")
def test_the_engine_agrees_with_every_recorded_decision() -> None:
    rows = [json.loads(line) for line in RECORDED.read_text("utf-8").splitlines()]

    differing = [row["id"] for row in rows if _decided(row) != row["expect"]]

    assert len(rows) >= 578
    assert differing == []
