from __future__ import annotations

import pytest

from iamctl.errors import InvalidInput, ValidationError
from iamctl.service.new_account import new_settings

from .given import ACCOUNT_ID, NOW


def test_an_account_says_what_it_was_given() -> None:
    settings = new_settings(account_id=ACCOUNT_ID, alias="acme", root_email="root@example.com", create_date=NOW)

    assert (settings.account_id, settings.alias, settings.root_email) == (ACCOUNT_ID, "acme", "root@example.com")


@pytest.mark.parametrize("account_id", ["", "12345", "11112222333a", "1111222233334", "１１１１２２２２３３３３"])
def test_an_id_is_12_digits(account_id: str) -> None:
    with pytest.raises(ValidationError):
        new_settings(account_id=account_id, create_date=NOW)


@pytest.mark.parametrize("alias", ["ab", "-acme", "a--b", "Acme", "111122223333"])
def test_an_alias_is_aws_s(alias: str) -> None:
    with pytest.raises((ValidationError, InvalidInput)):
        new_settings(account_id=ACCOUNT_ID, alias=alias, create_date=NOW)


@pytest.mark.parametrize("address", ["root", "@example.com", "root@", "ro ot@example.com", "a\n@b"])
def test_an_address_has_both_sides_of_an_at(address: str) -> None:
    with pytest.raises(InvalidInput, match="e-mail"):
        new_settings(account_id=ACCOUNT_ID, root_email=address, create_date=NOW)
