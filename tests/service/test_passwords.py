"""Console passwords: the policy in full, hashes alone, and failures that tell nothing and slow down."""

from __future__ import annotations

import os
import re
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iamctl.errors import (
    AccessDenied,
    DeleteConflict,
    EntityAlreadyExists,
    NoSuchEntity,
    PasswordPolicyViolation,
    Throttling,
    ValidationError,
)
from iamctl.model.account_settings import AccountSettings, PasswordPolicy
from iamctl.model.document import Document
from iamctl.model.secret import Secret
from iamctl.service import sign_in
from iamctl.service.account import Account
from iamctl.service.account_settings import get_account_summary, update_account_password_policy
from iamctl.service.boundaries import put_user_permissions_boundary
from iamctl.service.credential_members import login_profile_members
from iamctl.service.inline_policies import put_user_policy
from iamctl.service.login_profiles import (
    change_password,
    create_login_profile,
    delete_login_profile,
    get_login_profile,
    update_login_profile,
)
from iamctl.service.password_rules import check_conforms, check_form, generated
from iamctl.service.service import Service
from iamctl.service.sign_in import check_password
from iamctl.service.users import create_user, delete_user

from .given import ACCOUNT_ID, NOW, READ_ONLY, ROOT, allowing, arn

GOOD = Secret("Correct horse 7")
OTHER = Secret("Battery staple 8")
SETTINGS = AccountSettings(account_id=ACCOUNT_ID, create_date=NOW, alias="Acme-Dev-1", root_email="Root.1@acme.example")


@pytest.fixture(autouse=True)
def _cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """The rules are the same at any cost."""
    import argon2

    class Cheap(argon2.PasswordHasher):
        def __init__(self) -> None:
            super().__init__(time_cost=1, memory_cost=8, parallelism=1)

    monkeypatch.setattr(argon2, "PasswordHasher", Cheap)


@pytest.fixture
def alice(account: Account) -> Account:
    """alice with a password, as the caller."""
    create_user(account, user_name="alice")
    create_login_profile(account, user_name="alice", password=GOOD)
    account.caller = arn("user/alice")
    return account


def signs_in(account: Account, password: Secret, name: str = "alice") -> bool:
    try:
        check_password(account, name, password, wrong="no")
    except AccessDenied:
        return False
    return True


def later(account: Account, **time: float) -> None:
    account.now += timedelta(**time)


def test_only_its_hash_is_kept(alice: Account) -> None:
    user = alice.users.find("alice")
    assert user is not None
    assert user.login_profile is not None
    (ref,) = alice.vault.list(user.user_id)

    kept = alice.vault.get(ref)

    assert kept.startswith(b'["$argon2id$v=19$')
    assert b"Correct" not in kept
    assert "Correct" not in repr(user)


def test_a_second_profile_is_refused(alice: Account) -> None:
    with pytest.raises(EntityAlreadyExists, match="Login Profile for user alice already exists"):
        create_login_profile(alice, user_name="alice", password=OTHER)


def test_a_user_without_a_password_has_no_profile(account: Account) -> None:
    create_user(account, user_name="bob")

    with pytest.raises(NoSuchEntity, match="Login Profile for User bob cannot be found"):
        get_login_profile(account, user_name="bob")
    with pytest.raises(NoSuchEntity):
        update_login_profile(account, user_name="bob", password=GOOD)


def test_a_profile_shows_what_awss_does(alice: Account) -> None:
    user = alice.users.find("alice")
    assert user is not None

    members = login_profile_members(get_login_profile(alice, user_name="alice"), user)

    assert members == {"UserName": "alice", "CreateDate": "2026-01-02T03:04:05Z", "PasswordResetRequired": False}


def test_an_update_keeps_what_it_leaves_out(alice: Account) -> None:
    update_login_profile(alice, user_name="alice", password_reset_required=True)
    update_login_profile(alice, user_name="alice", password=OTHER)

    assert get_login_profile(alice, user_name="alice").password_reset_required
    assert signs_in(alice, OTHER)
    update_login_profile(alice, user_name="alice")
    assert signs_in(alice, OTHER)


def test_a_user_with_a_password_is_not_deleted(alice: Account) -> None:
    with pytest.raises(DeleteConflict, match="must delete login profile first"):
        delete_user(alice, user_name="alice")

    delete_login_profile(alice, user_name="alice")
    delete_user(alice, user_name="alice")


def test_the_root_user_has_a_password_too(account: Account) -> None:
    create_login_profile(account, password=GOOD)

    assert get_account_summary(account)["AccountPasswordPresent"] == 1
    assert signs_in(account, GOOD, ROOT)
    change_password(account, old_password=GOOD, new_password=OTHER)
    assert signs_in(account, OTHER, ROOT)


@pytest.mark.parametrize(
    ("rules", "password", "says"),
    [
        ({"minimum_password_length": 6}, "short", "at least 6 characters"),
        ({"require_symbols": True}, "abcdefG7", "at least one of !@#"),
        ({"require_numbers": True}, "abcdefG!", "at least one of 0-9"),
        ({"require_uppercase_characters": True}, "abcdef7!", "at least one of A-Z"),
        ({"require_lowercase_characters": True}, "ABCDEF7!", "at least one of a-z"),
    ],
)
def test_every_rule_of_the_policy_is_held(alice: Account, rules: dict[str, bool], password: str, says: str) -> None:
    policy = PasswordPolicy(**rules)  # type: ignore[arg-type]
    user = alice.users.find("alice")
    assert user is not None
    settings = AccountSettings(account_id=ACCOUNT_ID, create_date=NOW, password_policy=policy)

    with pytest.raises(PasswordPolicyViolation, match="does not conform") as refused:
        check_conforms(Secret(password), user, settings)
    assert len(refused.value.hints) == 1
    assert says in refused.value.hints[0]
    check_conforms(Secret("aB3!aB3!"), user, settings)


@pytest.mark.parametrize("password", ["aB3!aB3", "abcdefgh", "abcdefg7", "Acme-Dev-1", "root.1@ACME.example"])
def test_without_a_policy_awss_default_one_holds(password: str) -> None:
    with pytest.raises(PasswordPolicyViolation):
        check_conforms(Secret(password), SETTINGS, SETTINGS)


def test_the_root_user_is_under_the_default_policy_whatever_the_accounts_says(account: Account) -> None:
    update_account_password_policy(account, minimum_password_length=40)

    create_login_profile(account, password=GOOD)


@pytest.mark.parametrize("password", ["", "x" * 129, "Ünï\u0100", "a\0b"])
def test_what_the_api_would_not_take_is_refused_without_being_told(password: str) -> None:
    with pytest.raises(ValidationError, match="Value at 'password' failed") as refused:
        check_form("password", Secret(password))
    assert not password or password not in str(refused.value)


def test_passwords_that_are_remembered_are_not_had_again(alice: Account) -> None:
    update_account_password_policy(alice, password_reuse_prevention=2)
    third = Secret("Something else 9")

    with pytest.raises(PasswordPolicyViolation):
        update_login_profile(alice, user_name="alice", password=GOOD)
    update_login_profile(alice, user_name="alice", password=OTHER)
    with pytest.raises(PasswordPolicyViolation):
        update_login_profile(alice, user_name="alice", password=GOOD)
    update_login_profile(alice, user_name="alice", password=third)
    update_login_profile(alice, user_name="alice", password=GOOD)


def test_no_more_old_passwords_are_kept_than_the_policy_remembers(alice: Account) -> None:
    user = alice.users.find("alice")
    assert user is not None
    update_login_profile(alice, user_name="alice", password=OTHER)
    profile = get_login_profile(alice, user_name="alice")

    kept = [alice.vault.get(ref) for ref in alice.vault.list(user.user_id) if ref.id == profile.password_id]

    assert [each.count(b"$argon2id$") for each in kept] == [1]


def test_a_password_that_grew_old_has_to_be_changed(alice: Account) -> None:
    update_account_password_policy(alice, max_password_age=90, allow_users_to_change_password=True)
    later(alice, days=90, seconds=-1)
    assert not check_password(alice, "alice", GOOD, wrong="no").must_change

    later(alice, seconds=1)

    assert check_password(alice, "alice", GOOD, wrong="no").must_change
    change_password(alice, old_password=GOOD, new_password=OTHER)
    assert not check_password(alice, "alice", OTHER, wrong="no").must_change


def test_after_a_hard_expiry_only_an_administrator_helps(alice: Account) -> None:
    update_account_password_policy(alice, max_password_age=1, hard_expiry=True, allow_users_to_change_password=True)
    later(alice, days=1)

    with pytest.raises(AccessDenied, match="administrator"):
        change_password(alice, old_password=GOOD, new_password=OTHER)

    update_login_profile(alice, user_name="alice", password=OTHER)
    change_password(alice, old_password=OTHER, new_password=GOOD)


def test_users_change_their_own_only_where_something_allows_it(alice: Account) -> None:
    with pytest.raises(AccessDenied, match="not authorized to perform: iam:ChangePassword on resource"):
        change_password(alice, old_password=GOOD, new_password=OTHER)

    put_user_policy(alice, user_name="alice", policy_name="own", policy_document=allowing("iam:ChangePassword"))

    change_password(alice, old_password=GOOD, new_password=OTHER)
    assert signs_in(alice, OTHER)


@pytest.mark.parametrize("kind", ["a deny", "a boundary"])
def test_what_the_policy_of_passwords_grants_other_policies_take(alice: Account, kind: str) -> None:
    update_account_password_policy(alice, allow_users_to_change_password=True)
    if kind == "a deny":
        deny = Document('{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:*","Resource":"*"}]}')
        put_user_policy(alice, user_name="alice", policy_name="no", policy_document=deny)
    else:
        put_user_permissions_boundary(alice, user_name="alice", permissions_boundary=READ_ONLY)

    with pytest.raises(AccessDenied):
        change_password(alice, old_password=GOOD, new_password=OTHER)


def test_a_change_ends_that_one_is_required(alice: Account) -> None:
    update_account_password_policy(alice, allow_users_to_change_password=True)
    update_login_profile(alice, user_name="alice", password_reset_required=True)
    assert check_password(alice, "alice", GOOD, wrong="no").must_change

    change_password(alice, old_password=GOOD, new_password=OTHER)

    assert not check_password(alice, "alice", OTHER, wrong="no").must_change


@pytest.mark.parametrize("name", ["alice", "bob", "nobody", "arn:aws:iam::111122223333:user/nobody"])
def test_every_failure_is_the_same_error_after_the_same_work(
    alice: Account, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """bob has no password; of the others one is wrong and two are nobody's. One hash is made for each, one secret read."""
    import argon2

    create_user(alice, user_name="bob")
    work: list[str] = []
    for method in ("hash", "verify"):
        real = getattr(argon2.PasswordHasher, method)
        monkeypatch.setattr(
            argon2.PasswordHasher, method, lambda *given, real=real: (work.append("hash"), real(*given))[1]
        )
    read = type(alice.vault).get
    monkeypatch.setattr(type(alice.vault), "get", lambda *given: (work.append("read"), read(*given))[1])

    with pytest.raises(AccessDenied) as refused:
        check_password(alice, name, OTHER, wrong="The old password was incorrect.")

    assert refused.value.message == "The old password was incorrect."
    assert refused.value.hints == ()
    assert sorted(work) == ["hash", "read"]


@pytest.mark.parametrize("name", ["alice", "nobody"])
def test_failures_slow_down_and_success_forgives_them(alice: Account, name: str) -> None:
    waits = []
    for _ in range(15):
        try:
            signs_in(alice, OTHER, name)
            waits.append(0)
        except Throttling as error:
            found = re.search(r"in (\d+) s", error.message)
            assert found
            waits.append(int(found[1]))
            later(alice, seconds=int(found[1]))
            signs_in(alice, OTHER, name)

    assert waits == [0, 0, 0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 300, 300, 300]


def test_a_right_password_waits_too_and_then_forgives(alice: Account) -> None:
    for _ in range(4):
        signs_in(alice, OTHER)

    with pytest.raises(Throttling):
        check_password(alice, "alice", GOOD, wrong="no")
    later(alice, seconds=2)
    assert signs_in(alice, GOOD)
    assert not signs_in(alice, OTHER), "and the count begins anew"


def test_one_users_failures_slow_down_nobody_else(alice: Account) -> None:
    create_user(alice, user_name="bob")
    create_login_profile(alice, user_name="bob", password=GOOD)
    for _ in range(4):
        signs_in(alice, OTHER)

    assert signs_in(alice, GOOD, "bob")


def test_a_clock_that_is_set_back_keeps_nobody_out(alice: Account) -> None:
    for _ in range(4):
        signs_in(alice, OTHER)
    later(alice, days=-365)

    with pytest.raises(Throttling, match="in 2 s"):
        check_password(alice, "alice", GOOD, wrong="no")


def test_a_password_typed_as_a_name_is_not_kept(alice: Account) -> None:
    signs_in(alice, OTHER, "My secret 7")

    assert "my secret" not in repr(alice.marks.all(sign_in._FAILURES)).lower()


@given(st.none() | st.builds(PasswordPolicy, minimum_password_length=st.integers(6, 128)))
def test_a_password_by_lot_conforms_to_every_policy(policy: PasswordPolicy | None) -> None:
    every = (policy or PasswordPolicy())._replace(
        require_symbols=True,
        require_numbers=True,
        require_uppercase_characters=True,
        require_lowercase_characters=True,
    )
    password = Secret(generated(os.urandom, policy))

    check_form("password", password)
    check_conforms(password, SETTINGS, SETTINGS)
    assert len(password.reveal()) == max(20, every.minimum_password_length if policy else 0)


def test_the_history_names_no_password(service: Service) -> None:
    with service.change() as change:
        change.call(create_user, user_name="alice")
        change.call(create_login_profile, user_name="alice", password=GOOD)

    assert [call.parameters for call in service.operations][1] == {"UserName": "alice"}
    assert GOOD.reveal() not in repr(service.changes)
