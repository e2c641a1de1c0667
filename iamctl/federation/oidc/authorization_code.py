"""Signing in at an OpenID Connect provider in a browser: the authorization code with PKCE, for a program on the spot.

Rules kept here:
  * state, nonce and code verifier are 256 random bits each, of one sign-in, and compared in constant time;
  * the challenge is S256; an answer without the state is nobody's and is not looked at;
  * an answer that names its issuer (`iss`) has to name this one: nobody mixes two providers up;
  * code and verifier go to the provider's own token endpoint, which is asked over TLS and never redirects.

Sources: https://www.rfc-editor.org/rfc/rfc7636 (4), https://www.rfc-editor.org/rfc/rfc8252 (7.3, 8),
         https://www.rfc-editor.org/rfc/rfc9207 (2.4), https://openid.net/specs/openid-connect-core-1_0.html (3.1)
"""

from __future__ import annotations

import hashlib
import hmac
from base64 import urlsafe_b64encode
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode, urlsplit

from iamctl.errors import IamctlError, IDPCommunicationError, IDPRejectedClaim, InvalidIdentityToken
from iamctl.model.secret import Secret
from iamctl.syntax.json_read import parse_json

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iamctl.federation.oidc.fetch import Fetched

RANDOM_BYTES = 32


class Client(NamedTuple):
    """The program as the provider knows it.

    Attributes:
        secret: of a confidential client; None is a public one.
    """

    client_id: str
    secret: Secret | None = None

    @property
    def form(self) -> dict[str, str]:
        """What it says of itself at the token endpoint."""
        return {"client_id": self.client_id} | ({"client_secret": self.secret.reveal()} if self.secret else {})


class SignIn(NamedTuple):
    """One sign-in that has begun.

    Attributes:
        url: what the browser opens.
    """

    issuer: str
    client: Client
    redirect_uri: str
    url: str
    state: Secret
    nonce: Secret
    verifier: Secret


def begin(
    configuration: Mapping[str, Any],
    client: Client,
    redirect_uri: str,
    entropy: Callable[[int], bytes],
    scope: str = "openid",
) -> SignIn:
    """The sign-in whose answer is to come to the redirect address.

    Args:
        configuration: the provider's, as `discovery.fetch_configuration` gives it.

    Raises:
        IDPCommunicationError: the provider has no place for it.
    """
    state, nonce, verifier = (Secret(_text(entropy(RANDOM_BYTES))) for _ in range(3))
    challenge = _text(hashlib.sha256(verifier.reveal().encode()).digest())
    asked = {
        "response_type": "code",
        "client_id": client.client_id,
        "redirect_uri": redirect_uri,
        "scope": scope,
        "state": state.reveal(),
        "nonce": nonce.reveal(),
        "code_challenge": challenge,
        "code_challenge_method": "S256",
    }
    place = endpoint(configuration, "authorization_endpoint")
    url = f"{place}{'&' if urlsplit(place).query else '?'}{urlencode(asked)}"
    return SignIn(str(configuration["issuer"]), client, redirect_uri, url, state, nonce, verifier)


def is_answer_to(sign_in: SignIn, answer: Mapping[str, str]) -> bool:
    """Whether an answer that came in is of this sign-in; what is not is passed over."""
    return hmac.compare_digest(answer.get("state", "").encode(), sign_in.state.reveal().encode())


def code_of(sign_in: SignIn, answer: Mapping[str, str]) -> Secret:
    """The authorization code.

    Args:
        answer: the query of the redirection, each name once.

    Raises:
        InvalidIdentityToken: it is of another sign-in or another provider.
        IDPRejectedClaim: the provider said no.
    """
    if not is_answer_to(sign_in, answer):
        raise InvalidIdentityToken("The sign-in's answer is of another sign-in.", hint="its state is not what was sent")
    if answer.get("iss", sign_in.issuer) != sign_in.issuer:
        raise InvalidIdentityToken("The sign-in's answer is of another provider.", hint="its iss is not the issuer")
    if "error" in answer:
        raise refused(answer)
    if not answer.get("code"):
        raise InvalidIdentityToken("The sign-in's answer has no code.", hint="start again")
    return Secret(answer["code"])


def token_form(sign_in: SignIn, code: Secret) -> dict[str, str]:
    """What is posted to the token endpoint for the code; secret."""
    return {
        "grant_type": "authorization_code",
        "code": code.reveal(),
        "redirect_uri": sign_in.redirect_uri,
        "code_verifier": sign_in.verifier.reveal(),
        **sign_in.client.form,
    }


def id_token_of(answer: Fetched) -> Secret:
    """The ID token in the token endpoint's answer; not verified yet.

    Raises:
        IDPRejectedClaim: the provider said no.
        IDPCommunicationError: the answer is none.
    """
    said = members_of(answer)
    if answer.status != 200 or "error" in said:
        raise refused(said)
    token = said.get("id_token")
    if not isinstance(token, str):
        raise IDPCommunicationError(
            "The provider's answer has no ID token.", hint="the scope has to have openid, and the client be let ask it"
        )
    return Secret(token)


def check_nonce(sign_in: SignIn, claims: Mapping[str, Any]) -> None:
    """That a verified token was made for this sign-in.

    Raises:
        InvalidIdentityToken: it was not.
    """
    said = claims.get("nonce")
    if not isinstance(said, str) or not hmac.compare_digest(said.encode(), sign_in.nonce.reveal().encode()):
        raise InvalidIdentityToken("The token was made for another sign-in.", hint="its nonce is not what was sent")


def endpoint(configuration: Mapping[str, Any], name: str) -> str:
    """An address that the provider's configuration names.

    Raises:
        IDPCommunicationError: it names none.
    """
    found = configuration.get(name)
    if not isinstance(found, str) or not found.startswith(("https://", "http://")):
        raise IDPCommunicationError(f"The provider has no {name}.", hint=f"its configuration says {found!r:.100}")
    return found


def members_of(answer: Fetched) -> dict[str, Any]:
    """The members of an answer.

    Raises:
        IDPCommunicationError: it is no JSON object.
    """
    try:
        said = parse_json(answer.body.decode("utf-8"), "its answer")
    except (IamctlError, UnicodeDecodeError):
        said = None
    if not isinstance(said, dict):
        raise IDPCommunicationError("The provider's answer is no JSON object.", hint=f"it answers {answer.status}")
    return said


def refused(said: Mapping[str, Any]) -> IDPRejectedClaim:
    """The provider's no, with what it says of it as far as it is fit to print."""
    words = [text for name in ("error", "error_description") if isinstance(text := said.get(name), str)]
    hint = ": ".join(text[:200] for text in words if text.isprintable()) or "it says no more"
    return IDPRejectedClaim("The identity provider reported that authentication failed.", hint=hint)


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
