"""Credentials that a declaration asks for: what is missing is made, once."""

from __future__ import annotations

import hashlib
from base64 import b32decode
from collections.abc import Callable
from itertools import count
from urllib.parse import parse_qs, urlsplit

import pytest
from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from iamctl.model.account_settings import AccountSettings
from iamctl.model.secret import Secret
from iamctl.service.access_keys import create_access_key, secret_of, update_access_key
from iamctl.service.account_settings import update_account_password_policy
from iamctl.service.declaration.credentials import MadeCredentials, make_credentials
from iamctl.service.declaration.plan import bootstrap, plan_of
from iamctl.service.mfa_codes import check_code
from iamctl.service.mfa_devices import create_virtual_mfa_device
from iamctl.service.password_rules import check_conforms
from iamctl.service.service import Service
from iamctl.service.sign_in import check_password
from iamctl.store.memory import MemoryStore
from service.conftest import FewAwsPolicies, counting_ids

from .conftest import NOW, Refuse, declared

TEXT = '[[user]]\nname = "alice"\nconsole_password = "generate"\naccess_keys = 2\n\n[[user]]\nname = "bob"\n'

Made = Callable[[str], tuple[MadeCredentials, ...]]


@pytest.fixture
def service(settings: AccountSettings) -> Service:
    """One whose entropy has all bytes in it: a password by lot is drawn until it has letters of every kind."""
    numbers = count()
    return Service(
        MemoryStore(settings),
        now=lambda: NOW,
        new_id=counting_ids(),
        aws_policies=FewAwsPolicies(),
        caller=settings.arn,
        entropy=lambda length: hashlib.shake_128(str(next(numbers)).encode()).digest(length),
    )


@pytest.fixture
def given(service: Service) -> Made:
    """Carries a declaration out with its credentials; what was made."""

    def carry_out(text: str) -> tuple[MadeCredentials, ...]:
        with service.change() as change:
            plan = plan_of(change.account, declared(text), prune=False)
            change.call(bootstrap, plan, file="a.toml", counts=plan.counts)
            return make_credentials(change, plan.credentials)

    return carry_out


def test_a_user_is_given_what_it_lacks_and_others_nothing(given: Made, service: Service) -> None:
    (alice,) = given(TEXT)

    assert (alice.user_name, len(alice.access_keys)) == ("alice", 2)
    with service.reading() as account:
        assert alice.password is not None
        check_password(account, "alice", alice.password, wrong="no")
        for created in alice.access_keys:
            assert secret_of(account, created.owner, created.key.access_key_id) == created.secret


def test_a_second_run_makes_none(given: Made) -> None:
    given(TEXT)

    assert given(TEXT) == ()


def test_a_key_that_is_there_counts_also_when_it_is_inactive(given: Made, service: Service) -> None:
    given('[[user]]\nname = "alice"\n')
    key = service.call(create_access_key, user_name="alice").key.access_key_id
    service.call(update_access_key, access_key_id=key, status="Inactive", user_name="alice")

    (alice,) = given(TEXT)

    assert len(alice.access_keys) == 1


def test_fewer_keys_than_there_are_take_none_away(given: Made, service: Service) -> None:
    given(TEXT)

    assert given('[[user]]\nname = "alice"\naccess_keys = 1\n') == ()
    with service.reading() as account:
        alice = account.users.find("alice")
        assert alice is not None
        assert len(alice.access_keys) == 2


def test_a_password_is_as_the_policy_of_the_same_file_wants_it(given: Made, service: Service) -> None:
    service.call(update_account_password_policy, minimum_password_length=6)

    (alice,) = given(f"[password_policy]\nminimum_password_length = 40\nrequire_symbols = true\n{TEXT}")

    with service.reading() as account:
        user = account.users.find("alice")
        assert user is not None
        assert alice.password is not None
        check_conforms(alice.password, user, account.settings)
        assert len(alice.password.reveal()) == 40


def test_the_history_holds_no_secret(given: Made, service: Service) -> None:
    (alice,) = given(TEXT)

    assert alice.password is not None
    names = [call.name for call in service.operations]
    assert names == ["Bootstrap", "CreateLoginProfile", "CreateAccessKey", "CreateAccessKey"]
    secrets = [alice.password.reveal(), *(key.secret.reveal() for key in alice.access_keys)]
    assert not any(secret in str(service.operations) + str(service.changes) for secret in secrets)


@pytest.mark.parametrize(
    ("line", "mistake"),
    [
        ('console_password = "hunter2"', '3:1 console_password can only be "generate".'),
        ("access_keys = 3", "3:1 access_keys must be from 0 to 2: how many the user has at least."),
        ("access_keys = -1", "3:1 access_keys must be from 0 to 2: how many the user has at least."),
    ],
)
def test_a_password_has_no_place_in_a_declaration_nor_a_third_key(refused: Refuse, line: str, mistake: str) -> None:
    assert [each.replace(": ", " ", 1) for each in refused(f'[[user]]\nname = "alice"\n{line}\n')] == [mistake]


def test_an_mfa_device_is_enabled_and_its_present_code_is_not_used_yet(given: Made, service: Service) -> None:
    (alice,) = given('[[user]]\nname = "alice"\nmfa = true\n')

    assert alice.mfa_uri is not None
    seed = parse_qs(urlsplit(alice.mfa_uri.reveal()).query)["secret"][0]
    with service.reading() as account:
        user = account.users.find("alice")
        assert user is not None
        (device,) = user.mfa_devices
        assert device.clock_drift == 0
        code = TOTP(b32decode(seed), 6, SHA1(), 30).generate(int(NOW.timestamp())).decode()
        assert check_code(account, user, device.serial_number, Secret(code)) == device
    assert given('[[user]]\nname = "alice"\nmfa = true\n') == ()


def test_a_device_whose_name_is_taken_has_a_number_behind_it(given: Made, service: Service) -> None:
    service.call(create_virtual_mfa_device, virtual_mfa_device_name="Alice")

    (alice,) = given('[[user]]\nname = "alice"\nmfa = true\n')

    assert alice.mfa_device is not None
    assert alice.mfa_device.device.name == "alice-2"
