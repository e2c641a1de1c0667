"""Access tokens of Amazon and Facebook, which say nothing by themselves: the provider is asked whose they are.

Login with Amazon tells all of it in one answer. Facebook is asked twice, with the token itself: for the app that it was
given to (`/app`) and for the user (`/me`); no secret of an app is needed.

A token goes to its provider and nowhere else: not into errors, not to where the provider redirects.

Sources: https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html (ProviderId)
         https://developer.amazon.com/docs/login-with-amazon/obtain-customer-profile.html (tokeninfo)
         https://developers.facebook.com/docs/graph-api/reference/user/, .../application/
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlencode

from iamctl.errors import AccessDenied, IamctlError, IDPCommunicationError, IDPRejectedClaim, InvalidIdentityToken
from iamctl.federation.oidc.condition_keys import AMAZON, FACEBOOK
from iamctl.federation.oidc.fetch import Unreachable
from iamctl.federation.oidc.identity import WebIdentity
from iamctl.federation.oidc.token import check_length
from iamctl.syntax.json_read import parse_json

if TYPE_CHECKING:
    from datetime import datetime

    from iamctl.federation.oidc.fetch import Fetch
    from iamctl.model.secret import Secret

_NOT_AMAZONS = "Provided Token is not a Login With Amazon token"
_MOST_SECONDS = 10 * 365 * 86400


class Endpoints(NamedTuple):
    """Where the providers are asked."""

    amazon: str = "https://api.amazon.com/auth/o2/tokeninfo"
    facebook: str = "https://graph.facebook.com"


def verify_access_token(
    token: Secret, provider_id: str, fetch: Fetch, *, now: datetime, endpoints: Endpoints | None = None
) -> WebIdentity:
    """Who an access token speaks for, as its provider says.

    Args:
        provider_id: `www.amazon.com` or `graph.facebook.com`.
        now: UTC.

    Raises:
        AccessDenied: there is no such provider of access tokens.
        ValidationError: the token is too long or too short.
        InvalidIdentityToken: Amazon does not know it, or it is a JWT, or the answer lacks what is needed.
        IDPRejectedClaim: Facebook does not take it.
        IDPCommunicationError: the provider does not answer.
    """
    text = token.reveal()
    check_length(text)
    where = endpoints or Endpoints()
    if provider_id == AMAZON:
        return _amazon(text, fetch, now, where.amazon)
    if provider_id == FACEBOOK:
        return _facebook(text, fetch, where.facebook)
    raise AccessDenied(
        "Not authorized to perform sts:AssumeRoleWithWebIdentity",
        hint=f"a ProviderId is {AMAZON} or {FACEBOOK}; a token of OpenID Connect needs none",
    )


def _amazon(token: str, fetch: Fetch, now: datetime, endpoint: str) -> WebIdentity:
    if token.count(".") == 2:
        raise InvalidIdentityToken(_NOT_AMAZONS, hint="it looks like a JWT: leave the provider id out")
    status, said = _asked(f"{endpoint}?{urlencode({'access_token': token})}", fetch, AMAZON)
    if status in (400, 401, 403) or "error" in said:
        raise InvalidIdentityToken(_NOT_AMAZONS, hint=f"{AMAZON} does not take it; it may be over")
    if status != 200:
        raise _silent(AMAZON, f"it answers {status}")
    if said.get("iss") != "https://www.amazon.com":
        raise InvalidIdentityToken(_NOT_AMAZONS, hint="the answer is of another issuer")
    user, app, audience = (_text(said, name, AMAZON) for name in ("user_id", "app_id", "aud"))
    left = said.get("exp")  # seconds that are left, not a time
    if type(left) is not int or not 0 < left <= _MOST_SECONDS:
        raise InvalidIdentityToken(_NOT_AMAZONS, hint=f"it is over, says {AMAZON}")
    keys = {f"{AMAZON}:app_id": app, f"{AMAZON}:user_id": user}
    return WebIdentity(
        provider_arn=AMAZON,
        subject=user,
        audience=audience,
        issuer=AMAZON,
        claims=said,
        condition_keys=keys,
        session_keys=keys,
        expires=now + timedelta(seconds=left),
    )


def _facebook(token: str, fetch: Fetch, endpoint: str) -> WebIdentity:
    query = urlencode({"access_token": token, "fields": "id"})
    answers = []
    for path in ("app", "me"):
        status, said = _asked(f"{endpoint.rstrip('/')}/{path}?{query}", fetch, FACEBOOK)
        if status in (400, 401, 403) or "error" in said:
            raise IDPRejectedClaim(
                "The identity provider (IdP) reported that authentication failed.",
                hint=f"{FACEBOOK} does not take the access token; it may be over, or a JWT",
            )
        if status != 200:
            raise _silent(FACEBOOK, f"it answers {status}")
        answers.append(said)
    app, user = (_text(said, "id", FACEBOOK) for said in answers)
    if app == user:
        raise InvalidIdentityToken(_lacking(FACEBOOK), hint="it is a token of the app, not of a user")
    keys = {f"{FACEBOOK}:app_id": app, f"{FACEBOOK}:id": user}
    return WebIdentity(
        provider_arn=FACEBOOK,
        subject=user,
        audience=app,
        issuer=FACEBOOK,
        claims={"app_id": app, "id": user},
        condition_keys=keys,
        session_keys=keys,
    )


def _asked(url: str, fetch: Fetch, provider_id: str) -> tuple[int, dict[str, Any]]:
    """Status and members of an answer; an answer that is not 200 needs none."""
    try:
        answer = fetch(url)
    except Unreachable as error:
        raise _silent(provider_id, error.reason) from None
    try:
        said = parse_json(answer.body.decode("utf-8"), "answer")
    except (IamctlError, UnicodeDecodeError):
        said = None
    if isinstance(said, dict):
        return answer.status, said
    if answer.status == 200:
        raise _silent(provider_id, "its answer is no JSON object")
    return answer.status, {}


def _text(said: dict[str, Any], name: str, provider_id: str) -> str:
    value = said.get(name)
    if not isinstance(value, str) or not value:
        raise InvalidIdentityToken(_lacking(provider_id), hint=f"it has no {name}")
    return value


def _lacking(provider_id: str) -> str:
    return f"The answer of {provider_id} about the access token lacks what is needed."


def _silent(provider_id: str, reason: str) -> IDPCommunicationError:
    return IDPCommunicationError(f"{provider_id} could not be asked about the access token.", hint=reason)
