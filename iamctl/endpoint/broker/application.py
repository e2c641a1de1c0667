"""A broker over HTTP.

    GET, POST /credentials[?role=NAME][&duration=SECONDS]   what an AWS client reads from its credential_process
    GET       /roles                                         the roles that there are for whoever asks
    GET       /console[?role=NAME][&destination=URL]         a sign-in to the console, as a redirection for browsers
    GET       /ways                                          how one can be known here
    GET       /health, /openapi.json

An error is `{"Error": {"Code": …, "Message": …}}`, in AWS's words. Nothing may be cached, and what a page of another
site asks for in somebody's name is refused.

Sources: https://docs.aws.amazon.com/sdkref/latest/guide/feature-process-credentials.html
         https://developer.mozilla.org/docs/Web/HTTP/Headers/Sec-Fetch-Site
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from iamctl.endpoint.broker.authenticator import NotProven, Unavailable
from iamctl.endpoint.broker.console import sign_in_url
from iamctl.endpoint.broker.desk import LEAST_DURATION, MOST_DURATION, TooOften, ways
from iamctl.endpoint.broker.oidc_tokens import OidcTokens
from iamctl.endpoint.broker.openapi import DESCRIPTION
from iamctl.errors import AccessDenied, IamctlError, InvalidInput, MachineError, Throttling

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from iamctl.endpoint.broker.desk import Desk, Given

    Handler = Callable[[Desk, Request], Response]

_NEVER_KEPT = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff"}
_CHALLENGE = 'Basic realm="iamctl broker", charset="UTF-8"'
_PARAMETERS = {"/credentials": ("role", "duration"), "/console": ("role", "duration", "destination"), "/roles": ()}


def application(desk: Desk, tell: Callable[[dict[str, Any]], None]) -> Starlette:
    """The broker as an ASGI application.

    Args:
        tell: takes what went wrong that nobody expected.
    """

    def route(path: str, handler: Handler, *methods: str) -> Route:
        async def answer(request: Request) -> Response:
            return await run_in_threadpool(_answered, handler, desk, request, tell)

        return Route(path, answer, methods=list(methods))

    return Starlette(
        routes=[
            route("/credentials", _credentials, "GET", "POST"),
            route("/roles", _roles, "GET"),
            route("/console", _console, "GET"),
            route("/ways", _ways, "GET"),
            route("/health", _health, "GET"),
            route("/openapi.json", _openapi, "GET"),
        ]
    )


def _answered(handler: Handler, desk: Desk, request: Request, tell: Callable[[dict[str, Any]], None]) -> Response:
    try:
        _check_site(request)
        _check_parameters(request)
        response = handler(desk, request)
    except IamctlError as error:
        response = _refusal(error)
    except Exception as error:  # a bug: said to the log by its place, and to nobody else
        place = error.__traceback__
        while place is not None and place.tb_next is not None:
            place = place.tb_next
        where = f"{place.tb_frame.f_code.co_filename}:{place.tb_lineno}" if place is not None else ""
        tell({"Event": "Failed", "Kind": type(error).__name__, "Where": where})
        response = _error(500, "InternalFailure", "The request could not be answered.")
    for name, value in _NEVER_KEPT.items():
        response.headers.setdefault(name, value)
    return response


def _check_site(request: Request) -> None:
    """That no other site's page asks in the name of who reads it; a link to the console is followed.

    Raises:
        AccessDenied: it does.
    """
    if request.headers.get("sec-fetch-site", "none") in ("none", "same-origin"):
        return
    if request.url.path == "/console" and request.headers.get("sec-fetch-mode") == "navigate":
        return
    raise AccessDenied("A page of another site may not ask for credentials.")


def _check_parameters(request: Request) -> None:
    """That every parameter is known and comes once.

    Raises:
        InvalidInput: one is not, or does not.
    """
    known = _PARAMETERS.get(request.url.path, ())
    names = [name for name, _ in request.query_params.multi_items()]
    for name in names:
        if name not in known:
            raise InvalidInput(f"{name[:100]} is no parameter of {request.url.path}.")
        if names.count(name) > 1:
            raise InvalidInput(f"{name} was given {names.count(name)} times.")


def _given(desk: Desk, request: Request) -> Given:
    role, duration = request.query_params.get("role"), request.query_params.get("duration")
    return desk.give(_headers(request), _address(request), role=role, duration=_seconds(duration))


def _credentials(desk: Desk, request: Request) -> Response:
    return JSONResponse(process_members(_given(desk, request)))


def process_members(given: Given) -> dict[str, Any]:
    """What an AWS client reads from its `credential_process`."""
    credentials = given.issued.credentials
    return {
        "Version": 1,
        "AccessKeyId": credentials.access_key_id,
        "SecretAccessKey": credentials.secret_access_key.reveal(),
        "SessionToken": credentials.session_token.reveal(),
        "Expiration": f"{credentials.expiration:%Y-%m-%dT%H:%M:%SZ}",
    }


def _roles(desk: Desk, request: Request) -> Response:
    person, grants = desk.roles(_headers(request), _address(request))
    roles = [
        {
            "RoleName": grant.role_name,
            "Rule": grant.rule,
            "RoleSessionName": grant.session_name,
            "Tags": [{"Key": tag.key, "Value": tag.value} for tag in grant.tags],
            **({"DurationSeconds": grant.duration_seconds} if grant.duration_seconds is not None else {}),
        }
        for grant in grants
    ]
    return JSONResponse({"Person": person.name, "Through": person.through, "Roles": roles})


def _console(desk: Desk, request: Request) -> Response:
    console = desk.in_force.now().configuration.console
    if console is None:
        return _error(404, "NoSuchEntity", "This broker hands nobody over to a console: it has no [console].")
    destination = request.query_params.get("destination", console.destination)
    if not destination.startswith(console.destination):
        raise InvalidInput("The destination is not below the one of the broker's file.")
    given = _given(desk, request)
    url = sign_in_url(console, given.issued, destination=destination, issuer=console.issuer or str(request.base_url))
    if "text/html" in request.headers.get("accept", ""):
        return RedirectResponse(url, status_code=303, headers={"Referrer-Policy": "no-referrer"})
    return JSONResponse({"SigninUrl": url, "Expiration": f"{given.issued.session.expiration:%Y-%m-%dT%H:%M:%SZ}"})


def _ways(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    setup = desk.in_force.now()
    issuers = [
        {"Issuer": each.settings.issuer, "ClientId": each.settings.audience, "Scopes": list(each.settings.scopes)}
        for each in setup.authenticators
        if isinstance(each, OidcTokens)
    ]
    return JSONResponse({"Ways": list(ways(setup)), "Issuers": issuers})


_CHECKED_FOR = 5.0
"""Seconds for which the answers to a check hold: not every question for health is one for the directory."""


def _health(desk: Desk, request: Request) -> Response:
    setup = desk.in_force.now()
    checked = getattr(request.app.state, "checked", None)
    if checked is None or checked[0] != desk.in_force.version or time.monotonic() - checked[1] > _CHECKED_FOR:
        states = {each.name: _state(each) for each in setup.authenticators}
        checked = (desk.in_force.version, time.monotonic(), states)
        request.app.state.checked = checked
    found: dict[str, str] = checked[2]
    is_well = all(state == "ok" for state in found.values())
    said = {
        "Status": "ok" if is_well and desk.in_force.mistake is None else "degraded",
        "Authenticators": found,
        "File": "ok" if desk.in_force.mistake is None else "broken; the one before it holds",
    }
    return JSONResponse(said, status_code=200 if is_well else 503)


def _state(authenticator: Any) -> str:
    try:
        authenticator.check()
    except IamctlError:
        return "unavailable"  # what is wrong the log says, not the door
    return "ok"


def _openapi(desk: Desk, request: Request) -> Response:  # noqa: ARG001
    return JSONResponse(DESCRIPTION)


def _refusal(error: IamctlError) -> Response:
    """The error as HTTP has it: who is not known is 401, who asks too often is 429."""
    if isinstance(error, NotProven):
        refused = _error(401, error.code, error.message)
        refused.headers.append("WWW-Authenticate", _CHALLENGE)
        refused.headers.append("WWW-Authenticate", "Bearer")
        return refused
    if isinstance(error, TooOften):
        refused = _error(429, error.code, error.message)
        refused.headers["Retry-After"] = str(error.seconds)
        return refused
    if isinstance(error, Throttling):
        return _error(429, error.code, error.message)
    if isinstance(error, Unavailable):
        return _error(503, error.code, error.message.partition(":")[0].rstrip(".") + ".")
    if isinstance(error, MachineError):
        return _error(503, error.code, "The account cannot be asked now.")
    return _error(error.http_status, error.code, error.message)


def _error(status: int, code: str, message: str) -> Response:
    return JSONResponse({"Error": {"Code": code, "Message": message}}, status_code=status)


def _seconds(text: str | None) -> int | None:
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal() and len(text) < 6 and LEAST_DURATION <= int(text) <= MOST_DURATION):
        raise InvalidInput(f"duration is {LEAST_DURATION} to {MOST_DURATION} seconds.")
    return int(text)


def _headers(request: Request) -> tuple[tuple[str, str], ...]:
    return tuple((name.decode("latin-1"), value.decode("latin-1")) for name, value in request.headers.raw)


def _address(request: Request) -> str:
    return request.client.host if request.client is not None else ""
