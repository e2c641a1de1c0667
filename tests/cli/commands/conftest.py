"""An account with a role and a policy in it, and the files that documents come from."""

from __future__ import annotations

from pathlib import Path

import pytest

from cli import world
from cli.conftest import Shell


@pytest.fixture
def acme(account: Shell) -> Shell:
    """alice; the role Deploy, which ec2.amazonaws.com may assume; the policy Artifacts; files of documents."""
    work = Path.cwd()
    (work / "trust.json").write_text(world.TRUST.text)
    (work / "artifacts.json").write_text(world.ARTIFACTS.text)
    (work / "artifacts.toml").write_text(world.ARTIFACTS_TOML)
    (work / "idp-metadata.xml").write_text(world.METADATA)
    assert account("user", "create", "alice", "--path", "/eng/").status == 0
    assert account("role", "create", "Deploy", "--trust-service", "ec2.amazonaws.com").status == 0
    assert account("policy", "create", "Artifacts", "--policy-document", "artifacts.json").status == 0
    return account
