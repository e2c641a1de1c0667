"""Operations on console passwords.

Sources: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html (and its siblings)
         https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_admin-change-user.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, cast

from iamctl.errors import AccessDenied, EntityAlreadyExists, NoSuchEntity, PasswordPolicyViolation
from iamctl.model.login_profile import LoginProfile
from iamctl.service.credential_owners import is_root, put_owner, spoken, the_owner
from iamctl.service.operation import operation
from iamctl.service.password_hashes import PasswordHashes, hashed, hashes_of
from iamctl.service.password_rules import check_conforms, check_form, policy_of
from iamctl.service.sign_in import check_can_change, check_password
from iamctl.store.protocol import SecretRef

if TYPE_CHECKING:
    from iamctl.engine.decision import Decision
    from iamctl.model.secret import Secret
    from iamctl.model.user import User
    from iamctl.service.account import Account
    from iamctl.service.credential_owners import Owner

WRONG_OLD_PASSWORD = "The old password was incorrect."


@operation("CreateLoginProfile", writes=True)
def create_login_profile(
    account: Account, *, password: Secret, user_name: str | None = None, password_reset_required: bool = False
) -> LoginProfile:
    """Give a user a console password.

    Args:
        password: 1-128 characters up to U+00FF, as the password policy wants it.
        user_name: None is the caller; the root user is named by its ARN.
        password_reset_required: whether it only serves to choose another.

    Raises:
        NoSuchEntity: there is no such user.
        EntityAlreadyExists: it has a password.
        PasswordPolicyViolation: the password breaks a rule of the policy.
        ValidationError: the API would not take it.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateLoginProfile.html
    """
    check_form("password", password)
    owner = the_owner(account, user_name)
    if owner.login_profile is not None:
        hint = f"change it with `iamctl creds password set {spoken(owner)}`"
        raise EntityAlreadyExists("login profile", spoken(owner), hint=hint)
    check_conforms(password, owner, account.settings)
    profile = LoginProfile(account.now, account.new_id("PWDI"), account.now, password_reset_required)
    return _keep(account, owner, profile, PasswordHashes((hashed(password),)))


@operation("GetLoginProfile", writes=False)
def get_login_profile(account: Account, *, user_name: str | None = None) -> LoginProfile:
    """That a user has a console password.

    Raises:
        NoSuchEntity: there is no such user, or it has none.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_GetLoginProfile.html
    """
    return _the_profile(the_owner(account, user_name))


@operation("UpdateLoginProfile", writes=True)
def update_login_profile(
    account: Account, *, user_name: str, password: Secret | None = None, password_reset_required: bool | None = None
) -> LoginProfile:
    """Put another password in the place of a user's, or say whether it has to be changed; what is left out stays.

    Raises:
        NoSuchEntity: there is no such user, or it has no password.
        PasswordPolicyViolation: the password breaks a rule of the policy, or was had before.
        ValidationError: the API would not take it.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateLoginProfile.html
    """
    if password is not None:
        check_form("password", password)
    owner = the_owner(account, user_name)
    profile = _the_profile(owner)
    if password_reset_required is not None:
        profile = profile._replace(password_reset_required=password_reset_required)
    if password is None:
        put_owner(account, replace(owner, login_profile=profile))
        return profile
    check_conforms(password, owner, account.settings)
    hashes = hashes_of(account.vault.get(_ref(owner, profile)))
    return _change(account, owner, profile, hashes, password)


@operation("DeleteLoginProfile", writes=True)
def delete_login_profile(account: Account, *, user_name: str | None = None) -> LoginProfile:
    """Take a user's password away; its access keys stay.

    Raises:
        NoSuchEntity: there is no such user, or it has no password.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_DeleteLoginProfile.html
    """
    owner = the_owner(account, user_name)
    profile = _the_profile(owner)
    put_owner(account, replace(owner, login_profile=None))
    return profile


@operation("ChangePassword", writes=True)
def change_password(account: Account, *, old_password: Secret, new_password: Secret) -> LoginProfile:
    """Change the caller's own password. Here the root user may do so too; in AWS only its sign-in page can.

    Raises:
        AccessDenied: the old password is wrong, the caller may not change its own, or it expired for good.
        Throttling: too many attempts failed just now.
        PasswordPolicyViolation: the new password breaks a rule of the policy, or was had before.
        ValidationError: the API would not take one of them.

    Source: https://docs.aws.amazon.com/IAM/latest/APIReference/API_ChangePassword.html
    """
    check_form("oldPassword", old_password)
    check_form("newPassword", new_password)
    found = check_password(account, account.caller, old_password, wrong=WRONG_OLD_PASSWORD)
    _check_may_change(account, found.owner)
    check_can_change(found)
    check_conforms(new_password, found.owner, account.settings)
    profile = found.profile._replace(password_reset_required=False)
    return _change(account, found.owner, profile, found.hashes, new_password)


def _change(
    account: Account, owner: Owner, profile: LoginProfile, hashes: PasswordHashes, password: Secret
) -> LoginProfile:
    """Put the new password in the old one's place.

    Raises:
        PasswordPolicyViolation: it is one of those that are remembered.
    """
    policy = policy_of(owner, account.settings)
    remembered = policy.password_reuse_prevention if policy is not None else 0
    if hashes.has_had(password, remembered):
        raise PasswordPolicyViolation(
            "Password does not conform to the account password policy.",
            hint=f"it is none of the last {remembered} passwords",
        )
    changed = profile._replace(password_id=account.new_id("PWDI"), password_last_changed=account.now)
    return _keep(account, owner, changed, hashes.followed_by(password, remembered))


def _keep(account: Account, owner: Owner, profile: LoginProfile, hashes: PasswordHashes) -> LoginProfile:
    put_owner(account, replace(owner, login_profile=profile))
    account.vault.put(_ref(owner, profile), hashes.to_bytes())
    return profile


def _ref(owner: Owner, profile: LoginProfile) -> SecretRef:
    return SecretRef(owner.unique_id, "password", profile.password_id)


def _the_profile(owner: Owner) -> LoginProfile:
    if owner.login_profile is None:
        hint = f"give the first password with `iamctl creds password set {spoken(owner)}`"
        raise NoSuchEntity("login profile", spoken(owner), hint=hint)
    return owner.login_profile


def _check_may_change(account: Account, owner: Owner) -> None:
    """That the user may change its own password: the password policy says so of all, or its own policies of it.

    Raises:
        AccessDenied: neither does, or a policy denies it.

    Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_passwords_enable-user-change.html
    """
    if is_root(owner):
        return
    from iamctl.service.access_denied import decision_sentence
    from iamctl.service.questions.asking import Circumstances, Question, ask  # the engine, for those who are not root

    arn = cast("User", owner).arn
    question = Question(arn, "iam:ChangePassword", arn)
    if account.gate is not None and account.gate.arn == arn:  # in a session, whose MFA and policies count
        standing = account.gate.standing
        question = question._replace(circumstances=Circumstances(standing.context), supposed=standing.supposed)
    answer = ask(account, question)
    policy = account.settings.password_policy
    is_granted_to_all = policy is not None and policy.allow_users_to_change_password
    if answer.decision.is_allowed or (is_granted_to_all and _lacks_only_an_allow(answer.decision)):
        return
    raise AccessDenied(
        decision_sentence(answer.request, answer.decision),
        hint=[
            f"ask an administrator: `iamctl creds password set {spoken(owner)}`",
            "or let all users do it: `iamctl account password-policy set --allow-users-to-change-password`",
        ],
    )


def _lacks_only_an_allow(decision: Decision) -> bool:
    """Whether an identity-based policy that allows it would be enough; boundaries count."""
    from iamctl.engine.decision import Outcome, PolicyType

    silent = (PolicyType.IDENTITY, PolicyType.RESOURCE)
    return all(
        verdict.outcome is Outcome.ALLOWED
        or (verdict.outcome is Outcome.IMPLICITLY_DENIED and verdict.policy_type in silent)
        for verdict in decision.verdicts
    )
