"""Signing in at an identity provider of the account: what is asked of it, and the verified word that comes of it.

The door opens the browser and takes the answer in; everything that the protocols want is here and in `federation`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.errors import IDPCommunicationError, IDPRejectedClaim, InvalidInput
from iamctl.federation.oidc import authorization_code, device
from iamctl.federation.oidc.discovery import fetch_configuration
from iamctl.federation.oidc.fetch import Unreachable
from iamctl.federation.oidc.provider import HTTPS
from iamctl.service.lookup import the_oidc_provider
from iamctl.service.sts.with_web_identity import identity_of_token

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iamctl.federation.oidc.authorization_code import Client, SignIn
    from iamctl.federation.oidc.device import DeviceSignIn, Poll
    from iamctl.federation.oidc.fetch import Fetched
    from iamctl.federation.saml.findings import Expected
    from iamctl.federation.saml.request import AuthnRequest
    from iamctl.model.oidc_provider import OIDCProvider
    from iamctl.model.saml_provider import SAMLProvider
    from iamctl.model.secret import Secret
    from iamctl.service.account import Account

CALLBACK = "/callback"


class Relying(NamedTuple):
    """The program before one provider.

    Attributes:
        configuration: what the provider says of itself.
    """

    issuer: str
    client: Client
    configuration: Mapping[str, Any]

    @property
    def has_device_authorization(self) -> bool:
        return isinstance(self.configuration.get("device_authorization_endpoint"), str)


def relying_on(account: Account, provider_name: str, client_id: str | None, secret: Secret | None) -> Relying:
    """The program as a client of an OpenID Connect provider of the account.

    Args:
        client_id: None is the provider's only one.

    Raises:
        NoSuchEntity: there is no such provider.
        InvalidInput: it has several client ids, none, or not this one.
        InvalidIdentityToken: the provider does not say where it is to be asked.
    """
    provider = the_oidc_provider(account, provider_name)
    client = authorization_code.Client(_client_id(provider, client_id), secret)
    issuer = HTTPS + provider.url
    configuration = fetch_configuration(issuer, account.identity_providers.keys.fetch_for(issuer))
    return Relying(issuer, client, configuration)


def _client_id(provider: OIDCProvider, wanted: str | None) -> str:
    known = ", ".join(provider.client_ids[:5]) or "none"
    if wanted is None:
        if len(provider.client_ids) != 1:
            raise InvalidInput(f"{provider.url} has not just one client id.", hint=f"say `--client-id`: {known}")
        return provider.client_ids[0]
    if wanted not in provider.client_ids:
        raise InvalidInput(f"{wanted} is no client id of {provider.url}.", hint=f"its client ids: {known}")
    return wanted


def begin_code(account: Account, relying: Relying, redirect_uri: str) -> SignIn:
    """A sign-in in a browser whose answer comes to this address."""
    return authorization_code.begin(relying.configuration, relying.client, redirect_uri, account.entropy)


def token_for_code(account: Account, relying: Relying, sign_in: SignIn, answer: Mapping[str, str]) -> Secret:
    """The verified ID token for what the browser brought back.

    Raises:
        InvalidIdentityToken, ExpiredTokenException: the token does not hold, or was made for another sign-in.
        IDPRejectedClaim, IDPCommunicationError: the provider said no, or nothing.
    """
    code = authorization_code.code_of(sign_in, answer)
    got = _posted(account, relying, "token_endpoint", authorization_code.token_form(sign_in, code))
    token = authorization_code.id_token_of(got)
    authorization_code.check_nonce(sign_in, identity_of_token(account, token, None, None).claims)
    return token


def begin_device(account: Account, relying: Relying) -> DeviceSignIn:
    """A sign-in on another device."""
    form = device.device_form(relying.client)
    return device.device_sign_in(relying.client, _posted(account, relying, "device_authorization_endpoint", form))


def polled_device(account: Account, relying: Relying, sign_in: DeviceSignIn) -> Poll:
    """Whether somebody has signed in by now; the token is verified.

    Raises:
        IDPRejectedClaim, IDPCommunicationError: the provider said no, or nothing.
    """
    poll = device.polled(_posted(account, relying, "token_endpoint", device.poll_form(sign_in)))
    if poll.token is not None:
        identity_of_token(account, poll.token, None, None)
    return poll


def not_in_time() -> IDPRejectedClaim:
    """Nobody signed in."""
    return IDPRejectedClaim("Nobody has signed in in time.", hint="start again")


def begin_saml(account: Account, provider: SAMLProvider, acs_url: str, entity_id: str) -> AuthnRequest:
    """A sign-in at a SAML provider whose answer comes to this address.

    Raises:
        InvalidInput: the provider has no place for it.
    """
    from iamctl.federation.saml.request import authn_request

    return authn_request(provider, acs_url, entity_id, now=account.now, entropy=account.entropy)


def expected_of(request: AuthnRequest) -> Expected:
    """What the answer is held against."""
    from iamctl.federation.saml.findings import AWS, Expected

    audiences = tuple(dict.fromkeys((request.entity_id, AWS)))
    return Expected(audiences=audiences, recipient=request.acs_url, in_response_to=request.id)


def _posted(account: Account, relying: Relying, name: str, form: Mapping[str, str]) -> Fetched:
    post_for = account.identity_providers.post_for
    assert post_for is not None, "who signs people in is given a way to post"
    address = authorization_code.endpoint(relying.configuration, name)
    try:
        return post_for(relying.issuer)(address, form)
    except Unreachable as error:
        raise IDPCommunicationError("The provider could not be asked.", hint=error.reason) from None
