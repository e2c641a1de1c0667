"""Validating one statement, or one document, against the shipped tables."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from iamctl.analysis.validation.issues import Finding
from iamctl.analysis.validation.validate import validate
from iamctl.policy.kinds import PolicyKind
from iamctl.reference.services import ServiceReference

KINDS = {kind.name.lower(): kind for kind in PolicyKind}

Validate = Callable[..., list[Finding]]


@pytest.fixture(scope="session")
def reference() -> ServiceReference:
    return ServiceReference()


@pytest.fixture
def found_in(reference: ServiceReference) -> Validate:
    """The findings of a document; what lacks a Statement is a statement itself."""

    def run(tree: Any, kind: str = "identity") -> list[Finding]:
        if isinstance(tree, dict) and "Statement" not in tree:
            tree = {"Version": "2012-10-17", "Statement": [tree]}
        return validate(tree, KINDS[kind], reference)

    return run
