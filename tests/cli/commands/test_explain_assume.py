from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from cli.conftest import Shell
from cli.federated_world import ACCOUNT_ID, assertion, token
from cli.test_examples import built, lay_out  # noqa: F401
from iamctl import bootstrap
from tests.federation.oidc.issuing import CLIENT, ISSUER
from tests.federation.saml import identity_provider as saml

HOST = ISSUER.removeprefix("https://")
PIPELINE = f"arn:aws:iam::{ACCOUNT_ID}:role/Pipeline"


@pytest.fixture(autouse=True)
def world(built: Path, home: Path) -> None:  # noqa: F811
    lay_out(built, home)


def written(name: str, text: str) -> str:
    Path(name).write_text(text)
    return name


def test_what_the_token_says_stands_beside_what_the_trust_policy_wants(shell: Shell) -> None:
    file = written("bob.jwt", token(bootstrap.now(), sub="bob").reveal())

    outcome = shell("explain", "assume", "Pipeline", "--web-identity-token", file)

    lines = [line.strip() for line in outcome.out.splitlines()]
    assert outcome.status == 3
    assert lines[0] == (
        f"{PIPELINE} may not be taken on: AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity"
    )
    assert "iss: passed: https://idp.example.com/tenant" in lines
    assert "signature: passed: RS256" in lines
    assert f"Condition StringEquals {HOST}:sub: wanted alice, got bob" in lines
    (near,) = [line for line in lines if line.startswith("nearly: Allow: statement 1")]
    place = near.rpartition("  ")[2]
    file_name, line, _ = place.split(":")
    assert file_name == "roles/Pipeline.toml"
    assert int(line) > 1
    edits = lines[lines.index("the smallest edits of the trust policy that would accept it") + 1 :]
    assert edits[:2] == [f"1. in statement 1, add bob to StringEquals {HOST}:sub  {place}", "lets in nobody besides"]


def test_the_edit_is_a_trust_policy_that_may_be_set_as_it_is(shell: Shell) -> None:
    file = written("bob.jwt", token(bootstrap.now(), sub="bob").reveal())
    words = ("explain", "assume", "Pipeline", "--web-identity-token", file)

    written("edited.json", shell(*words, "--output", "json", "--query", "Edits[0].TrustPolicy").out)

    assert shell("role", "trust", "set", "Pipeline", "--trust-policy", "edited.json").status == 0
    assert shell(*words).status == 0
    assert shell("assume", "Pipeline", "--web-identity-token", file, "--format", "json").status == 0


def test_an_assertion_is_explained_by_the_provider_that_it_is_of(shell: Shell) -> None:
    said = saml.Said(attributes=[saml.attribute(f"{saml.PREFIX}SourceIdentity", "kim")])
    file = written("kim.b64", assertion(bootstrap.now(), said))

    outcome = shell("explain", "assume", "Console", "--saml-response", file, "--output", "json")

    explained: dict[str, Any] = json.loads(outcome.out)
    assert outcome.status == 3
    states = {check["Part"]: check["State"] for check in explained["Checks"]}
    assert (states["sts:AssumeRoleWithSAML"], states["sts:SetSourceIdentity"]) == ("passed", "failed")
    assert explained["Edits"][0]["Steps"] == ["in statement 1, add sts:SetSourceIdentity to Action"]


def test_a_caller_is_told_its_own_part(shell: Shell) -> None:
    assert shell("explain", "assume", "Deploy", "--as", "alice").status == 0
    outcome = shell("explain", "assume", "Deploy", "--as", "bob")

    assert outcome.status == 3
    assert (
        "may not be taken on: AccessDenied: User: arn:aws:iam::111122223333:user/bob is not authorized" in outcome.out
    )


def test_who_takes_it_on_has_to_be_said(shell: Shell) -> None:
    assert shell("explain", "assume", "Deploy").status == 2
    both = shell("explain", "assume", "Deploy", "--web-identity-token", "token.jwt", "--saml-response", "response.b64")
    assert both.status == 2
    tagged = shell("explain", "assume", "Pipeline", "--web-identity-token", "token.jwt", "--tag", "a=b")
    assert "--tag has no place here" in tagged.err


def test_a_principal_that_is_called_assume_is_still_explained(shell: Shell) -> None:
    shell("user", "create", "assume")

    outcome = shell("explain", "assume", "s3:GetObject", "arn:aws:s3:::artifacts/x")

    assert outcome.out.startswith("User: arn:aws:iam::111122223333:user/assume is not authorized to perform")


def test_the_word_gives_credentials_that_a_command_gets(shell: Shell) -> None:
    outcome = shell("assume", "--web-identity-token", "token.jwt", "--format", "json")

    answer = json.loads(outcome.out)
    assert answer["SubjectFromWebIdentityToken"] == "alice"
    assert (answer["Audience"], answer["Provider"]) == (CLIENT, f"arn:aws:iam::{ACCOUNT_ID}:oidc-provider/{HOST}")
    assert answer["AssumedRoleUser"]["Arn"].startswith(f"arn:aws:sts::{ACCOUNT_ID}:assumed-role/Pipeline/")
    assert set(answer["Credentials"]) == {"AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"}


def test_of_an_assertion_the_roles_are_offered(shell: Shell) -> None:
    created = shell("role", "create", "Second", "--trust-saml", "Company")
    file = written("kim.b64", assertion(bootstrap.now(), None, "Console", "Second"))

    listed = shell("assume", "--list", "--saml-response", file, "--output", "name")
    unnamed = shell("assume", "--saml-response", file)
    named = shell("assume", "Second", "--saml-response", file, "--format", "json")

    assert created.status == 0
    assert listed.out.split() == ["Console", "Second"]
    assert (unnamed.status, "name one: Console, Second" in unnamed.err) == (2, True)
    assert json.loads(named.out)["Subject"] == "kim"


def test_a_word_of_stdin_is_taken_and_stands_in_no_history(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    from cli.test_examples import stdin_of

    text = Path("token.jwt").read_text().strip()
    with monkeypatch.context() as patch:
        import sys

        patch.setattr(sys, "stdin", stdin_of(Path("token.jwt")))
        assert shell("assume", "Pipeline", "--web-identity-token", "-", "--format", "json").status == 0

    history = shell("history", "--output", "json").out
    assert text not in history
    assert text.rpartition(".")[2] not in history


def test_credentials_of_the_environment_have_no_part_in_it(shell: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "ASIAIOSFODNN7EXAMPLE")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of nobody here")
    monkeypatch.setenv("AWS_SESSION_TOKEN", "neither")

    assert shell("assume", "Pipeline", "--web-identity-token", "token.jwt", "--format", "json").status == 0
