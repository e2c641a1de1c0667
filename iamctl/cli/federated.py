"""Roles taken on by an identity provider's word: a token or an assertion from a file, or from stdin.

Nobody's credentials sign these calls, so whatever the environment holds is passed over. What is issued is not kept for
the next time: a word holds for minutes, and whoever has it anew asks anew.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iamctl.cli.assuming import document_text, kept_of, policy_given
from iamctl.cli.session_cache import Purpose
from iamctl.errors import UsageError
from iamctl.model.secret import Secret

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iamctl.cli.assuming import Ask
    from iamctl.cli.run import Run
    from iamctl.cli.session_cache import KeptSession
    from iamctl.model.role import Role
    from iamctl.model.saml_provider import SAMLProvider
    from iamctl.service.account import Account
    from iamctl.service.service import Service
    from iamctl.service.sts.issuing import Issued
    from iamctl.service.sts.standing import Standing

LARGEST_WORD = 1024 * 1024
"""Bytes of a file; what STS takes is far less, and says so itself."""


class Word(NamedTuple):
    """What an identity provider said, and how it is to be taken.

    Attributes:
        text: a token, or a samlp:Response in base64.
        is_assertion: whether it is the latter.
        provider: of an access token `www.amazon.com` or `graph.facebook.com`; of an assertion a SAML provider's name or
            ARN, where its issuer is of several.
    """

    text: Secret
    is_assertion: bool
    provider: str | None = None

    @property
    def operation(self) -> str:
        return "AssumeRoleWithSAML" if self.is_assertion else "AssumeRoleWithWebIdentity"


def word_from(
    web_identity_token: str | None, saml_response: str | None, provider_id: str | None, saml_provider: str | None
) -> Word | None:
    """The word that the options name; None where they name none.

    Raises:
        UsageError: they name two, or say of what provider nothing is.
        InvalidInput: the file cannot be read.
    """
    if web_identity_token is not None and saml_response is not None:
        raise UsageError("--web-identity-token and --saml-response are two words.", hint="leave one of them out")
    if provider_id is not None and web_identity_token is None:
        raise UsageError("--provider-id is about the token of --web-identity-token, and there is none.")
    if saml_provider is not None and saml_response is None:
        raise UsageError("--saml-provider is about the response of --saml-response, and there is none.")
    if web_identity_token is not None:
        return Word(_read(web_identity_token), False, provider_id)
    if saml_response is not None:
        return Word(encoded(_read(saml_response)), True, saml_provider)
    return None


def encoded(response: Secret) -> Secret:
    """A response as STS takes it: in base64 on one line; XML is put so."""
    text = response.reveal()
    if text.startswith("<"):
        from base64 import b64encode

        return Secret(b64encode(text.encode()).decode())
    return Secret("".join(text.split()))


def check_ask(ask: Ask, word: Word) -> None:
    """That nothing is asked for which the word alone says.

    Raises:
        UsageError: something is.
    """
    wrong = {
        "--tag": ask.tags,
        "--transitive": ask.transitive_tag_keys,
        "--source-identity": ask.source_identity,
        "--external-id": ask.external_id,
        "--mfa-serial": ask.mfa_serial,
        "--session-name": ask.session_name if word.is_assertion else None,
    }
    for option, value in wrong.items():
        if value:
            what = "assertion" if word.is_assertion else "token"
            raise UsageError(f"{option} has no place here: {word.operation} takes what the {what} says.")


def federated_session(run: Run, ask: Ask, word: Word) -> KeptSession:
    """A session of the role, or of the one that a person chooses of those that the word gives.

    Raises:
        IamctlError: what the operation raises, and what is said of bad words.
    """
    check_ask(ask, word)
    service = nobodys_service(run)
    with service.lookups() as reading:
        account = reading.account
        provider = saml_provider(account, word) if word.is_assertion else None
        if provider is None and word.provider is None:
            from iamctl.service.sts.identity_providers import ready_keys

            ready_keys(account, word.text)
        ask = ask._replace(role=ask.role or _chosen(run, roles_given(account, ask, word), word))
        wanted = narrowing(account, ask)
    if provider is not None:
        issued = _by_assertion(service, ask.role, word, provider, wanted)
    else:
        issued = _by_token(service, ask, word, wanted)
    warn_of(run, issued)
    purpose = Purpose(place=(), caller=issued.session.chain[0], operation=word.operation, role=ask.role)
    return kept_of(purpose, service, issued)._replace(caller=issued.session.chain[0])


def warn_of(run: Run, issued: Issued) -> None:
    """Tell what is doubtful about the word, though it was taken."""
    for words in issued.notices:
        run.warn(words)


def nobodys_service(run: Run) -> Service:
    """The account as nobody sees it: the operations ask for a word and for no caller."""
    from iamctl.cli.callers import Acting

    return run.service(acting=Acting())


def saml_provider(account: Account, word: Word) -> SAMLProvider:
    """The provider that the assertion is of.

    Raises:
        InvalidIdentityToken: there is none, or several and none was named.
    """
    if word.provider is not None:
        from iamctl.service.sts.identity_providers import provider_of_arn

        return provider_of_arn(account, word.provider)
    from iamctl.service.sts.offered_roles import provider_of_assertion

    return provider_of_assertion(account, word.text)


def roles_given(account: Account, ask: Ask, word: Word) -> list[Role]:
    """The roles that the word gives.

    Raises:
        IamError: it does not hold.
    """
    from iamctl.service.sts.offered_roles import roles_for_assertion, roles_for_token

    if word.is_assertion:
        return roles_for_assertion(account, saml_provider(account, word), word.text)
    return roles_for_token(account, word.text, provider_id=word.provider, role_session_name=session_name_of(ask))


def show_given(run: Run, ask: Ask, word: Word) -> None:
    """List them."""
    from iamctl.cli.assumable_view import COLUMNS
    from iamctl.cli.output.answer import Answer

    check_ask(ask, word)
    with nobodys_service(run).lookups() as reading:
        rows = [
            {
                "RoleName": role.role_name,
                "Arn": role.arn,
                "MaxSessionDuration": role.max_session_duration,
                "NeedsMFA": False,
            }
            for role in roles_given(reading.account, ask, word)
        ]
    run.show(Answer({"Roles": rows}, columns=COLUMNS, rows="Roles", name="RoleName", empty="no role to take on"))


def choose_role(run: Run, roles: Sequence[Role], explaining: str) -> str:
    """The ARN of the only role, or of the one that a person chooses.

    Args:
        explaining: the command line that explains why there is none.

    Raises:
        UsageError: there is none, or nobody is there to ask.
    """
    if not roles:
        raise UsageError("There is no role that this gives.", hint=f"see why with `{explaining}`")
    if len(roles) == 1:
        return roles[0].arn
    names = [role.role_name for role in roles]
    if not run.is_someone_there:
        more = f" and {len(names) - 5} more" if len(names) > 5 else ""
        raise UsageError(
            f"{len(names)} roles may be taken on and nobody is there to choose.",
            hint=f"name one: {', '.join(names[:5])}{more}",
        )
    from iamctl.cli.output.ask import choose_one

    return roles[choose_one("Which role?", names)].arn


def _chosen(run: Run, roles: Sequence[Role], word: Word) -> str:
    option = "--saml-response" if word.is_assertion else "--web-identity-token"
    return choose_role(run, roles, f"iamctl explain assume ROLE {option} FILE")


def _by_assertion(service: Service, role: str, word: Word, provider: SAMLProvider, wanted: Narrowing) -> Issued:
    from iamctl.service.sts.with_saml import assume_role_with_saml

    return service.call(
        assume_role_with_saml,
        role_arn=role,
        principal_arn=provider.arn,
        saml_assertion=word.text,
        policy=wanted.policy,
        policy_arns=wanted.policy_arns,
        duration_seconds=wanted.seconds,
    )


def _by_token(service: Service, ask: Ask, word: Word, wanted: Narrowing) -> Issued:
    from iamctl.service.sts.with_web_identity import assume_role_with_web_identity

    return service.call(
        assume_role_with_web_identity,
        role_arn=ask.role,
        role_session_name=session_name_of(ask),
        web_identity_token=word.text,
        provider_id=word.provider,
        policy=wanted.policy,
        policy_arns=wanted.policy_arns,
        duration_seconds=wanted.seconds,
    )


def session_name_of(ask: Ask) -> str:
    """What the session is called, where no assertion says."""
    from iamctl import bootstrap

    return ask.session_name if ask.session_name is not None else bootstrap.session_name()


class Narrowing(NamedTuple):
    """What the options say of the session, as STS takes it.

    Attributes:
        policy: JSON.
        seconds: None is the default.
    """

    policy: str | None
    policy_arns: tuple[str, ...]
    seconds: int | None


def narrowing(account: Account, ask: Ask, standing: Standing | None = None) -> Narrowing:
    """How the session is narrowed, and how long it lasts.

    Args:
        standing: who takes the role on; None is whom a provider vouches for.

    Raises:
        NoSuchEntity: there is no such policy.
        MalformedPolicyDocument: the session policy is none.
    """
    from iamctl.service.lookup import the_policy

    arns = tuple(name if name.startswith("arn:") else the_policy(account, name).arn for name in ask.policy_arns)
    return Narrowing(document_text(policy_given(ask.policy)), arns, _seconds(account, ask, standing))


def _seconds(account: Account, ask: Ask, standing: Standing | None) -> int | None:
    if ask.duration != "max":
        return int(ask.duration) if ask.duration else None
    from iamctl.service.sts.assume_role import find_role, longest_duration

    role = find_role(account, ask.role)
    if role is None:
        return None
    return longest_duration(role, standing) if standing is not None else role.max_session_duration


def _read(argument: str) -> Secret:
    from iamctl.cli.input import read_file

    text, _ = read_file(argument, largest=LARGEST_WORD)
    return Secret(text.strip())
