"""What would a person get, which mistakes are told, and whose profile is written."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from cli import world
from cli.conftest import Shell

FILE = "broker/broker.toml"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("world")
    (folder / "work").mkdir()
    world.build(folder / "home", folder / "work")
    return folder


@pytest.fixture
def company(built: Path, home: Path, shell: Shell) -> Shell:
    for name in ("home", "config"):
        shutil.copytree(built / name, home.parent / name)
    shutil.copytree(built / "work", Path.cwd(), dirs_exist_ok=True)
    return shell


def test_each_rule_is_shown_with_what_does_not_fit(company: Shell) -> None:
    outcome = company(
        "broker", "test", FILE, "--as", "Broker", "--as-user", "kim", "--attribute", "memberOf=engineers", "--json"
    )

    first, second = outcome.json["Rules"]
    assert (first["Fits"], first["Chosen"], first["RoleName"]) == (True, True, "Engineer")
    assert first["Tags"] == [{"Key": "team", "Value": "core"}]
    assert (second["Fits"], second["WhyNot"]) == (False, "memberOf is engineers; wanted is auditors or risk-*")


def test_who_would_get_nothing_is_a_no_with_its_reason(company: Shell) -> None:
    outcome = company("broker", "test", FILE, "--as", "Broker", "--as-user", "max", "--attribute", "memberOf=sales")

    assert outcome.status == 1
    assert "max would get no session: AccessDenied: No rule gives max a role" in outcome.err


def test_what_the_account_does_not_allow_is_told_before_anybody_asks(company: Shell) -> None:
    company("user", "delete-policy", "Broker", "Broker", "--yes")

    outcome = company("broker", "test", FILE, "--as", "Broker", "--as-user", "kim", "--attribute", "memberOf=engineers")

    assert outcome.status == 0, "the trust policy names the user itself, which is enough within one account"

    company("role", "trust", "set", "Engineer", "--trust-service", "ec2.amazonaws.com")
    outcome = company("broker", "test", FILE, "--as", "Broker", "--as-user", "kim", "--attribute", "memberOf=engineers")
    assert outcome.status == 1
    assert "not authorized to perform: sts:AssumeRole" in outcome.err


def test_nothing_is_issued_by_a_test(company: Shell) -> None:
    company("broker", "test", FILE, "--as", "Broker", "--as-user", "kim", "--attribute", "memberOf=engineers")

    assert company("broker", "issued", "--json").json == {"Sessions": []}


def test_what_nobody_tells_of_a_person_has_to_be_said(company: Shell) -> None:
    outcome = company("broker", "test", FILE, "--as", "Broker", "--as-user", "kim")

    assert outcome.status == 2
    assert "--attribute" in outcome.err


def test_a_role_that_is_not_there_is_seen_when_the_file_is_checked(company: Shell) -> None:
    company("role", "delete", "Audit", "--yes", "--force")

    outcome = company("broker", "serve", FILE, "--as", "Broker", "--check", "--json")

    assert [each["State"] for each in outcome.json["Rules"]] == ["ok", "no such role"]


def test_a_profile_is_added_and_the_rest_of_the_file_stays(company: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    config = Path("aws-config")
    config.write_text("# mine\n[profile other]\nregion = eu-west-1")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))
    words = ("broker", "login", "https://broker.acme.example/", "--save-profile", "work")

    first = company(*words, "--by-proxy")
    again = company(*words, "--user", "kim", "--role", "Engineer")

    text = config.read_text()
    assert (first.status, again.status) == (0, 0)
    assert text.startswith("# mine\n[profile other]\nregion = eu-west-1\n\n[profile work]\ncredential_process = ")
    assert text.count("credential_process") == 1
    assert "broker login https://broker.acme.example --keep --no-input --user kim --role Engineer" in text


def test_a_profile_that_says_something_else_is_left_alone(company: Shell, monkeypatch: pytest.MonkeyPatch) -> None:
    config = Path("aws-config")
    config.write_text("[profile work]\nrole_arn = arn:aws:iam::111122223333:role/Deploy\n")
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))

    outcome = company("broker", "login", "https://broker.acme.example", "--by-proxy", "--save-profile", "work")

    assert outcome.status == 6
    assert config.read_text().count("\n") == 2


@pytest.mark.parametrize(
    "words",
    [
        ("--user", "kim", "--oidc"),
        ("--by-proxy", "--client-cert", "x.pem"),
        ("--password-stdin", "--save-profile", "work"),
        ("--save-profile", "work"),
    ],
)
def test_words_that_contradict_each_other_are_told(company: Shell, words: tuple[str, ...]) -> None:
    assert company("broker", "login", "https://broker.acme.example", *words).status == 2


def test_a_profile_with_a_blank_in_its_name_is_written_as_clients_read_it(
    company: Shell, monkeypatch: pytest.MonkeyPatch
) -> None:
    config = Path("config").absolute()
    monkeypatch.setenv("AWS_CONFIG_FILE", str(config))

    outcome = company("broker", "login", "https://broker.acme.example", "--by-proxy", "--save-profile", "the core")

    assert outcome.status == 0, outcome.err
    assert config.read_text().startswith("[profile 'the core']\ncredential_process = ")
