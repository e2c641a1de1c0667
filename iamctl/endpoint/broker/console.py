"""Handing a browser over to a console, as a custom identity broker of AWS's does.

The session's credentials go to a federation endpoint, which gives a sign-in token for them; the browser is sent there
with the token alone. A token is worth a sign-in for 15 minutes.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_enable-console-custom-url.html
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from iamctl.endpoint.broker.authenticator import Unavailable

if TYPE_CHECKING:
    from iamctl.endpoint.broker.configuration import Console
    from iamctl.service.sts.issuing import Issued

TIMEOUT = 5.0
"""Seconds."""


def sign_in_url(console: Console, issued: Issued, *, destination: str, issuer: str) -> str:
    """Where the browser goes.

    Raises:
        Unavailable: the federation endpoint gives no token.
    """
    token = _sign_in_token(console, issued)
    asked = {"Action": "login", "Issuer": issuer, "Destination": destination, "SigninToken": token}
    return f"{console.federation_url}?{urlencode(asked)}"


def _sign_in_token(console: Console, issued: Issued) -> str:
    import httpx  # 60 ms that only a console pays

    credentials, session = issued.credentials, issued.session
    seconds = int((session.expiration - session.issue_date).total_seconds())
    asked = {
        "Action": "getSigninToken",
        "SessionDuration": str(seconds),
        "Session": json.dumps(
            {
                "sessionId": credentials.access_key_id,
                "sessionKey": credentials.secret_access_key.reveal(),
                "sessionToken": credentials.session_token.reveal(),
            }
        ),
    }
    try:
        with httpx.Client(timeout=TIMEOUT, trust_env=False, follow_redirects=False) as client:
            # As a form, which the endpoint takes too: an address stands in the logs of everything between.
            answer = client.post(console.federation_url, data=asked)
        token = answer.json().get("SigninToken") if answer.status_code == 200 else None
    except (httpx.HTTPError, ValueError, AttributeError):
        token = None
    if not isinstance(token, str) or not token:
        raise Unavailable("The console's federation endpoint gives no sign-in token.") from None
    return token
