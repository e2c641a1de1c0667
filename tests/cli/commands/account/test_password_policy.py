"""`iamctl account password-policy`: options as `aws iam update-account-password-policy` has them."""

from __future__ import annotations

from cli.conftest import Shell


def test_switches_go_on_and_off_by_name(account: Shell) -> None:
    words = ("--require-symbols", "--no-require-numbers", "--hard-expiry", "--no-allow-users-to-change-password")
    assert account("account", "password-policy", "set", *words).status == 0

    policy = account("account", "password-policy", "show", "--json").json["PasswordPolicy"]
    assert [name for name, value in policy.items() if value is True] == ["RequireSymbols", "HardExpiry"]
