"""A broker's file: every mistake is told, with its place, and no secret lies open."""

from __future__ import annotations

from pathlib import Path

import pytest

from iamctl.endpoint.broker.configuration import read_configuration
from iamctl.errors import IamctlError

RULE = '[[rule]]\nrole = "Engineer"\neverybody = true\n'
COMMAND = '[[authenticator]]\nkind = "command"\ncommand = ["true"]\n'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "nobody could be known"),
        ("[[authenticator]]\n" + RULE, "needs the key kind"),
        ('[[authenticator]]\nkind = "kerberos"\n' + RULE, "kind is ldap, oidc, proxy, command"),
        ('[[authenticator]]\nkind = "ldap"\nurl = "http://x"\nbase = "dc=x"\n' + RULE, "no directory's address"),
        ('[[authenticator]]\nkind = "ldap"\nurl = "ldaps://x"\n' + RULE, "needs the key base"),
        ('[[authenticator]]\nkind = "ldap"\nurl = "ldaps://x"\nbase = "dc=x"\nfilter = "(uid=kim)"\n' + RULE, "{name}"),
        (
            '[[authenticator]]\nkind = "ldap"\nurl = "ldaps://x"\nbase = "dc=x"\nbind_dn = "cn=b"\n' + RULE,
            "needs a password",
        ),
        ('[[authenticator]]\nkind = "oidc"\nissuer = "http://x"\naudience = "b"\n' + RULE, "no issuer"),
        ('[[authenticator]]\nkind = "oidc"\nissuer = "https://x"\n' + RULE, "needs the key audience"),
        ('[[authenticator]]\nkind = "proxy"\n' + RULE, "needs the key key_file"),
        ('[[authenticator]]\nkind = "proxy"\nkey_file = "open.txt"\n' + RULE, "can be read by others"),
        ('[[authenticator]]\nkind = "proxy"\nkey_file = "short.txt"\n' + RULE, "at least 32 characters"),
        ('[[authenticator]]\nkind = "command"\n' + RULE, "has a command"),
        (COMMAND + 'takes = "both"\n' + RULE, "takes is password or token"),
        (COMMAND + "timeout = 0\n" + RULE, "1 to 60 seconds"),
        (COMMAND + COMMAND + RULE, "is called command too"),
        (COMMAND + RULE + "[limits]\nper_minute = 0\n", "at least 1"),
        (COMMAND + RULE + '[console]\nfederation_url = "http://x"\ndestination = "https://y"\n', "over https"),
        (COMMAND + RULE + "surprise = 1\n", "not a key"),
        ("= 1", "broker.toml:1"),
    ],
)
def test_a_mistake_is_told_with_its_place(tmp_path: Path, text: str, said: str) -> None:
    for name, content, mode in (("open.txt", "x" * 40, 0o644), ("short.txt", "x" * 31, 0o600)):
        (tmp_path / name).write_text(content)
        (tmp_path / name).chmod(mode)
    file = tmp_path / "broker.toml"
    file.write_text(text)

    with pytest.raises(IamctlError) as caught:
        read_configuration(file)

    assert said in str(caught.value)
    assert "broker.toml:" in str(caught.value)
    assert "xxxx" not in f"{caught.value}{caught.value.hints}"


def test_the_file_of_the_examples_holds() -> None:
    found = read_configuration(Path(__file__).parents[3] / "examples" / "broker" / "broker.toml")

    assert [rule.role for rule in found.rules.rules] == ["Engineer", "Audit"]


def test_a_file_that_is_not_there_is_an_error_and_no_crash(tmp_path: Path) -> None:
    with pytest.raises(IamctlError, match="cannot be read"):
        read_configuration(tmp_path / "none.toml")
