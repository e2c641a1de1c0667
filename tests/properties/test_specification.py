"""The engine and the specification answer alike, whatever the policies and the request.

`python -m tests.properties.at_length 1000000` asks the same of as many cases as one has time for.
"""

from __future__ import annotations

from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from iamctl.engine.authorize import authorize
from tests.engine.given import policies_of, request_of
from tests.properties.generated import PRINCIPALS, Maker
from tests.properties.specification import decide

KINDS = sorted({principal["kind"] for principal in PRINCIPALS})
LAX = (HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.large_base_example)


@cache
def _below(number: int) -> st.SearchStrategy[int]:
    return st.integers(0, number - 1)


@st.composite
def cases(draw: st.DrawFn, kind: str) -> dict[str, Any]:
    return Maker(lambda below: draw(_below(below))).case([each for each in PRINCIPALS if each["kind"] == kind])


@st.composite
def conditional_cases(draw: st.DrawFn) -> dict[str, Any]:
    return Maker(lambda below: draw(_below(below))).conditional_case()


def _answered(case: dict[str, Any]) -> str:
    return authorize(request_of(case["request"]), policies_of(case)).outcome.value


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_caller_is_answered_as_specified(kind: str) -> None:
    @settings(max_examples=850, deadline=None, suppress_health_check=LAX, database=None)
    @given(cases(kind))
    def agrees(case: dict[str, Any]) -> None:
        assert _answered(case) == decide(case)

    agrees()


@pytest.mark.parametrize("part", range(4))
def test_every_condition_is_answered_as_specified(part: int) -> None:
    @settings(max_examples=1100, deadline=None, suppress_health_check=LAX, database=None)
    @given(conditional_cases())
    def agrees(case: dict[str, Any]) -> None:
        assert _answered(case) == decide(case)

    agrees()
