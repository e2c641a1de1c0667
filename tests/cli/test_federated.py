"""Roles by an identity provider's word, as the command line tells of them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from iamctl import bootstrap
from tests.federation.saml import identity_provider as saml

from .conftest import Shell
from .federated_world import SAML, assertion


def test_an_expired_certificate_of_the_metadata_is_taken_with_a_warning(account: Shell) -> None:
    old = saml.signer("old", until=datetime(2024, 1, 1, tzinfo=UTC))
    Path("metadata.xml").write_text(saml.metadata(old).ljust(1200))
    assert account("provider", "saml", "create", "Company", "--metadata", "metadata.xml").status == 0
    assert account("role", "create", "Console", "--trust-saml", SAML).status == 0
    Path("response.b64").write_text(assertion(bootstrap.now(), None, "Console", by=old))

    outcome = account("assume", "Console", "--saml-response", "response.b64", "--format", "json")

    assert outcome.status == 0, outcome.err
    assert "expired on 2024-01-01; AWS takes it all the same" in outcome.err
    assert "Credentials" in outcome.json
