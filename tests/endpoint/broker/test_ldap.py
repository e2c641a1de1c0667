"""People of a real directory become roles."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from counterparts import slapd

from iamctl.endpoint.broker.authenticator import PASSWORD as KIND
from iamctl.endpoint.broker.authenticator import NotProven, Proof, Unavailable
from iamctl.endpoint.broker.ldap_directory import LdapDirectory, LdapSettings
from iamctl.model.secret import Secret

from .conftest import PASSWORD, RULES, Start


def settings(directory: slapd.Directory, **changed: object) -> LdapSettings:
    found = LdapSettings(
        name="directory",
        url=directory.url,
        base=slapd.PEOPLE,
        ca_file=str(directory.authority),
        bind_dn=slapd.SEARCHER,
        bind_password=Secret(slapd.SEARCHER_PASSWORD),
        attributes=("uid", "mail", "memberOf"),
    )
    return found._replace(**changed)  # type: ignore[arg-type]


Made = Callable[[LdapSettings], LdapDirectory]


@pytest.fixture
def made() -> Iterator[Made]:
    """Makes authenticators whose connections end with the test."""
    with ExitStack() as open_ones:
        yield lambda wanted: open_ones.enter_context(closing(LdapDirectory(wanted)))


def proof(name: str, password: str = PASSWORD) -> Proof:
    return Proof(KIND, user_name=name, password=Secret(password))


def test_a_person_is_known_by_the_directorys_own_attributes(made: Made, directory: slapd.Directory) -> None:
    found = made(settings(directory)).person(proof("kim"))

    assert found.name == "kim"
    assert found.through == "directory"
    assert found.attributes["mail"] == ("kim@acme.example",)
    assert found.attributes["memberOf"] == (f"cn=engineers,ou=groups,{slapd.SUFFIX}",)
    assert found.attributes["dn"] == (f"uid=kim,{slapd.PEOPLE}",)


def test_a_name_in_other_letters_is_the_directorys_name(made: Made, directory: slapd.Directory) -> None:
    assert made(settings(directory)).person(proof("KIM")).name == "kim"


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("kim", "wrong"),
        ("kim", ""),
        ("nobody", PASSWORD),
        ("*", PASSWORD),
        ("k*", PASSWORD),
        ("kim)(uid=*", PASSWORD),
        ("kim,ou=people", PASSWORD),
        ("", PASSWORD),
        ("kim\0", PASSWORD),
        ("kim", "\0"),
    ],
)
def test_whoever_does_not_prove_it_is_nobody(made: Made, directory: slapd.Directory, name: str, password: str) -> None:
    with pytest.raises(NotProven):
        made(settings(directory)).person(proof(name, password))


def test_a_filter_that_fits_several_people_means_none(made: Made, directory: slapd.Directory) -> None:
    with pytest.raises(NotProven):
        made(settings(directory, filter="(|(uid={name})(uid=lee))")).person(proof("kim"))


def test_after_a_wrong_password_the_connection_serves_the_next_person(made: Made, directory: slapd.Directory) -> None:
    ldap = made(settings(directory))

    with pytest.raises(NotProven):
        ldap.person(proof("kim", "wrong"))

    assert ldap.person(proof("lee")).name == "lee"


def test_people_may_be_bound_by_a_dn_without_a_search(made: Made, directory: slapd.Directory) -> None:
    ldap = made(settings(directory, bind_dn=None, user_dn=f"uid={{name}},{slapd.PEOPLE}"))

    assert ldap.person(proof("kim")).attributes["mail"] == ("kim@acme.example",)
    with pytest.raises(NotProven):
        ldap.person(proof("kim,ou=x"))
    assert ldap.look_up("kim") is None


def test_a_plain_address_is_asked_for_tls_first(made: Made, directory: slapd.Directory) -> None:
    ldap = made(settings(directory, url=directory.plain_url))

    assert ldap.person(proof("kim")).name == "kim"


@pytest.mark.parametrize("plain", [False, True])
def test_a_certificate_of_another_authority_is_not_spoken_to(
    made: Made, directory: slapd.Directory, plain: bool
) -> None:
    url = directory.plain_url if plain else directory.url

    with pytest.raises(Unavailable, match="cannot be asked"):
        made(settings(directory, url=url, ca_file=None)).person(proof("kim"))


def test_a_certificate_of_another_host_is_not_spoken_to(made: Made, directory: slapd.Directory) -> None:
    url = directory.url.replace("127.0.0.1", "localhost")

    with pytest.raises(Unavailable, match="cannot be asked"):
        made(settings(directory, url=url)).person(proof("kim"))


def test_somebody_is_looked_up_without_a_password(made: Made, directory: slapd.Directory) -> None:
    ldap = made(settings(directory))

    found = ldap.look_up("sam")

    assert found is not None
    assert len(found.attributes["memberOf"]) == 2
    assert ldap.look_up("nobody") is None


def test_the_brokers_own_wrong_password_is_not_the_persons_fault(made: Made, directory: slapd.Directory) -> None:
    with pytest.raises(Unavailable, match="the broker's own password"):
        made(settings(directory, bind_password=Secret("wrong"))).person(proof("kim"))


def test_a_directory_that_was_started_anew_is_asked_again(made: Made, tmp_path: Path) -> None:
    with slapd.running(tmp_path) as first:
        first.add(slapd.person("kim", PASSWORD))
        ldap = made(settings(first))
        ldap.person(proof("kim"))
    with pytest.raises(Unavailable):
        ldap.person(proof("kim"))
    with slapd.running(tmp_path, port=int(first.url.rpartition(":")[2])):
        assert ldap.person(proof("kim")).name == "kim"


def test_a_person_gets_the_role_that_the_rules_give(start: Start, ldap_part: str) -> None:
    broker = start(ldap_part + RULES)

    answer = broker.get(user="kim")

    assert answer.status_code == 200
    assert list(answer.json()) == ["Version", "AccessKeyId", "SecretAccessKey", "SessionToken", "Expiration"]
    assert broker.log[-1]["Person"] == "kim"
    assert broker.log[-1]["Role"] == "Engineer"


def test_a_wrong_password_is_told_in_aws_words_and_no_more(start: Start, ldap_part: str) -> None:
    broker = start(ldap_part + RULES)

    wrong, unknown = broker.get(user="kim", password="wrong"), broker.get(user="nobody")

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.text == unknown.text
    assert "wrong" not in broker.errors.read_text()


def test_who_matches_no_rule_gets_nothing(start: Start, ldap_part: str) -> None:
    answer = start(ldap_part + RULES).get(user="max")

    assert answer.status_code == 403
    assert answer.json()["Error"] == {"Code": "AccessDenied", "Message": "No rule gives max a role."}
