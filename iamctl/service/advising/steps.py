"""What an advice has done in an account: each step as the words of a command, and as operations of a change.

The two are one step seen twice: whoever types the commands one after another gets what a change of all the steps gives,
but for ids, dates and what is drawn by lot.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from iamctl.service.attachments import attach_group_policy, attach_role_policy
from iamctl.service.groups import add_user_to_group, create_group
from iamctl.service.inline_policies import put_user_policy
from iamctl.service.instance_profiles import add_role_to_instance_profile, create_instance_profile
from iamctl.service.login_profiles import update_login_profile
from iamctl.service.oidc_providers import create_open_id_connect_provider
from iamctl.service.roles import create_role
from iamctl.service.saml_providers import create_saml_provider
from iamctl.service.trust_policies import Trust, trust_policy_of
from iamctl.service.users import create_user

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iamctl.model.document import Document
    from iamctl.service.declaration.credentials import MadeCredentials
    from iamctl.service.service import Change

HOUR = 3600


class Step(Protocol):
    """One command, and the same as part of a change."""

    @property
    def words(self) -> tuple[str, ...]:
        """What is typed behind `iamctl`."""

    def carry_out(self, change: Change) -> tuple[MadeCredentials, ...]:
        """Do it.

        Returns:
            Credentials that it made, with the only sight of their secrets.

        Raises:
            IamError: what the operations raise.
        """


def _each(option: str, values: Iterable[str]) -> tuple[str, ...]:
    return tuple(word for value in values for word in (option, value))


@dataclass(frozen=True, slots=True)
class CreateGroup:
    group_name: str
    policies: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        return ("group", "create", self.group_name, *_each("--attach-policy", self.policies))

    def carry_out(self, change: Change) -> tuple[MadeCredentials, ...]:
        change.call(create_group, group_name=self.group_name)
        for policy in self.policies:
            change.call(attach_group_policy, group_name=self.group_name, policy_arn=policy)
        return ()


@dataclass(frozen=True, slots=True)
class CreateUsers:
    """Users without credentials."""

    user_names: tuple[str, ...]
    group_name: str | None = None
    policies: tuple[str, ...] = ()

    @property
    def words(self) -> tuple[str, ...]:
        group = ("--group", self.group_name) if self.group_name is not None else ()
        return ("user", "create", *self.user_names, *group, *_each("--attach-policy", self.policies))

    def carry_out(self, change: Change) -> tuple[MadeCredentials, ...]:
        from iamctl.service.attachments import attach_user_policy

        for user_name in self.user_names:
            change.call(create_user, user_name=user_name)
            if self.group_name is not None:
                change.call(add_user_to_group, group_name=self.group_name, user_name=user_name)
            for policy in self.policies:
                change.call(attach_user_policy, user_name=user_name, policy_arn=policy)
        return ()


@dataclass(frozen=True, slots=True)
class GeneratePassword:
    """A password by lot that only serves to choose another."""

    user_name: str

    @property
    def words(self) -> tuple[str, ...]:
        return ("creds", "password", "generate", self.user_name, "--reset-required")

    def carry_out(self, change: Change) -> tuple[MadeCredentials, ...]:
        from iamctl.service.declaration.credentials import PASSWORD, CredentialStep, make_credentials

        made = make_credentials(change, [CredentialStep(self.user_name, PASSWORD)])
        change.call(update_login_profile, user_name=self.user_name, password_reset_required=True)
        return made


@dataclass(frozen=True, slots=True)
class CreateAccessKey:
    user_name: str

    @property
    def words(self) -> tuple[str, ...]:
        return ("creds", "key", "create", self.user_name)

    def carry_out(self, change: Change) -> tuple[MadeCredentials, ...]:
        from iamctl.service.declaration.credentials import ACCESS_KEY, CredentialStep, make_credentials

        return make_credentials(change, [CredentialStep(self.user_name, ACCESS_KEY)])


@dataclass(frozen=True, slots=True)
class CreateRole:
    """A role for whoever `trust` names.

    Attributes:
        trust: a document where no option of `role create` says it.
        max_session_duration: seconds, 3600-43200.
    """

    role_name: str
    trust: Trust | Document
    policies: tuple[str, ...] = ()
    max_session_duration: int = HOUR

    @property
    def words(self) -> tuple[str, ...]:
        duration = self.max_session_duration
        longest = ("--max-session-duration", _spoken(duration)) if duration != HOUR else ()
        policies = _each("--attach-policy", self.policies)
        return ("role", "create", self.role_name, *_words_of(self.trust), *longest, *policies)

    def carry_out(self, change: Change) -> tuple[MadeCredentials, ...]:
        trust = self.trust
        document = trust_policy_of(change.account, trust) if isinstance(trust, Trust) else trust
        change.call(
            create_role,
            role_name=self.role_name,
            assume_role_policy_document=document,
            max_session_duration=self.max_session_duration,
        )
        for policy in self.policies:
            change.call(attach_role_policy, role_name=self.role_name, policy_arn=policy)
        return ()


def _words_of(trust: Trust | Document) -> tuple[str, ...]:
    if not isinstance(trust, Trust):
        return ("--trust-policy", trust.text)
    return (
        *_each("--trust-service", trust.services),
        *_each("--trust-account", trust.accounts),
        *_each("--trust-user", trust.users),
        *_each("--trust-role", trust.roles),
        *(("--external-id", trust.external_id) if trust.external_id is not None else ()),
        *(("--require-mfa",) if trust.require_mfa else ()),
        *_each("--trust-saml", trust.saml),
        *(("--trust-oidc", trust.oidc) if trust.oidc is not None else ()),
        *_each("--audience", trust.audiences),
        *_each("--subject", trust.subjects),
    )


def _spoken(seconds: int) -> str:
    return f"{seconds // HOUR}h" if seconds % HOUR == 0 else str(seconds)


@dataclass(frozen=True, slots=True)
class CreateInstanceProfile:
    instance_profile_name: str

    @property
    def words(self) -> tuple[str, ...]:
        return ("instance-profile", "create", self.instance_profile_name)

    def carry_out(self, change: Change) -> tuple[MadeCredentials, ...]:
        change.call(create_instance_profile, instance_profile_name=self.instance_profile_name)
        return ()


@dataclass(frozen=True, slots=True)
class AddRoleToInstanceProfile:
    instance_profile_name: str
    role_name: str

    @property
    def words(self) -> tuple[str, ...]:
        return ("instance-profile", "add-role", self.instance_profile_name, self.role_name)

    def carry_out(self, change: Change) -> tuple[MadeCredentials, ...]:
        name = self.instance_profile_name
        change.call(add_role_to_instance_profile, instance_profile_name=name, role_name=self.role_name)
        return ()


@dataclass(frozen=True, slots=True)
class CreateOidcProvider:
    """Attributes:
    url: with `https://`.
    """

    url: str
    client_ids: tuple[str, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return ("provider", "oidc", "create", self.url, *_each("--client-id", self.client_ids))

    def carry_out(self, change: Change) -> tuple[MadeCredentials, ...]:
        change.call(create_open_id_connect_provider, url=self.url, client_id_list=list(self.client_ids))
        return ()


@dataclass(frozen=True, slots=True)
class CreateSamlProvider:
    """Attributes:
    file: where the metadata was read from.
    metadata: its text.
    """

    provider_name: str
    file: str
    metadata: str

    @property
    def words(self) -> tuple[str, ...]:
        return ("provider", "saml", "create", self.provider_name, "--metadata", self.file)

    def carry_out(self, change: Change) -> tuple[MadeCredentials, ...]:
        change.call(create_saml_provider, name=self.provider_name, saml_metadata_document=self.metadata)
        return ()


@dataclass(frozen=True, slots=True)
class PutUserPolicy:
    user_name: str
    policy_name: str
    document: Document

    @property
    def words(self) -> tuple[str, ...]:
        return ("user", "put-policy", self.user_name, self.policy_name, "--policy-document", self.document.text)

    def carry_out(self, change: Change) -> tuple[MadeCredentials, ...]:
        change.call(
            put_user_policy, user_name=self.user_name, policy_name=self.policy_name, policy_document=self.document
        )
        return ()
