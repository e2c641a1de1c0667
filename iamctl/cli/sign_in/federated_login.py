"""`iamctl login --oidc` and `--saml`: a person signs in at an identity provider and takes on a role that trusts it."""

from __future__ import annotations

import hmac
import time
from typing import TYPE_CHECKING, NamedTuple

from iamctl.cli.federated import choose_role, nobodys_service, session_name_of
from iamctl.cli.sign_in.loopback import Loopback
from iamctl.errors import UsageError
from iamctl.model.secret import Secret

if TYPE_CHECKING:
    from iamctl.cli.assuming import Ask
    from iamctl.cli.run import Run
    from iamctl.service.service import Service
    from iamctl.service.sts.issuing import Issued
    from iamctl.service.sts.sign_ins import Relying

SAML_PORT = 35001
"""AWS's own VPN client has answers of SAML sign-ins come to this one."""
ACS = "/saml/acs"
CALLBACK = "/callback"
BEGIN = "/begin"
AWS_AUDIENCE = "urn:amazon:webservices"


class Elsewhere(NamedTuple):
    """Where and how a person signs in.

    Attributes:
        oidc, saml: a provider's name or ARN; one of them.
        port: of the listener; None is any, and 35001 for SAML.
        seconds: how long the answer is waited for.
        client_secret_file: of a confidential client; - is stdin.
    """

    oidc: str | None = None
    saml: str | None = None
    device: bool = False
    browser: bool = True
    port: int | None = None
    client_id: str | None = None
    client_secret_file: str | None = None
    entity_id: str = AWS_AUDIENCE
    seconds: int = 300


def signed_in(run: Run, place: Elsewhere, ask: Ask) -> Issued:
    """A session of the role that was asked for, or chosen of those that the sign-in gives.

    Raises:
        IamctlError: what the provider and the operations raise; nobody signs in in time.
    """
    if place.saml is not None:
        return _by_saml(run, place, ask)
    assert place.oidc is not None
    service = nobodys_service(run)
    token = _token(run, service, place)
    from iamctl.service.sts.offered_roles import roles_for_token
    from iamctl.service.sts.with_web_identity import assume_role_with_web_identity

    with service.lookups() as reading:
        account = reading.account
        role = ask.role or choose_role(
            run,
            roles_for_token(account, token, role_session_name=session_name_of(ask)),
            "iamctl explain assume ROLE --web-identity-token FILE",
        )
    return service.call(
        assume_role_with_web_identity,
        role_arn=role,
        role_session_name=session_name_of(ask),
        web_identity_token=token,
        duration_seconds=_seconds(service, role, ask),
    )


def _token(run: Run, service: Service, place: Elsewhere) -> Secret:
    from iamctl.service.sts.sign_ins import relying_on

    assert place.oidc is not None
    secret = _client_secret(place)
    with service.lookups() as reading:
        relying = relying_on(reading.account, place.oidc, place.client_id, secret)
    if place.device:
        return _by_device(run, service, relying)
    return _by_code(run, service, relying, place)


def _by_code(run: Run, service: Service, relying: Relying, place: Elsewhere) -> Secret:
    from iamctl.service.sts import sign_ins

    with Loopback(place.port or 0) as loopback:
        with service.lookups() as reading:
            sign_in = sign_ins.begin_code(reading.account, relying, loopback.url(CALLBACK))
        _open(run, sign_in.url, place)
        answer = loopback.answer(
            "GET",
            CALLBACK,
            lambda fields: hmac.compare_digest(fields.get("state", "").encode(), sign_in.state.reveal().encode()),
            place.seconds,
        )
    if answer is None:
        raise sign_ins.not_in_time()
    with service.lookups() as reading:
        return sign_ins.token_for_code(reading.account, relying, sign_in, answer)


def _by_device(run: Run, service: Service, relying: Relying) -> Secret:
    from iamctl.service.sts import sign_ins

    if not relying.has_device_authorization:
        raise UsageError("The provider has no device authorization.", hint="leave `--device` out")
    with service.lookups() as reading:
        sign_in = sign_ins.begin_device(reading.account, relying)
    end, interval = time.monotonic() + sign_in.expires_in, sign_in.interval
    run.note(f"sign in at {sign_in.complete or sign_in.verification_uri} with the code {sign_in.user_code}")
    while time.monotonic() < end:
        time.sleep(interval)
        with service.lookups() as reading:
            poll = sign_ins.polled_device(reading.account, relying, sign_in)
        if poll.token is not None:
            return poll.token
        interval += poll.slower_by
    raise sign_ins.not_in_time()


def _by_saml(run: Run, place: Elsewhere, ask: Ask) -> Issued:
    from iamctl.service.lookup import the_saml_provider
    from iamctl.service.sts import sign_ins
    from iamctl.service.sts.offered_roles import roles_for_assertion
    from iamctl.service.sts.with_saml import sign_in_with_saml

    assert place.saml is not None
    if ask.session_name is not None:
        raise UsageError("--session-name has no place here: the assertion names the session.")
    service = nobodys_service(run)
    with Loopback(SAML_PORT if place.port is None else place.port) as loopback:
        with service.lookups() as reading:
            provider = the_saml_provider(reading.account, place.saml)
            request = sign_ins.begin_saml(reading.account, provider, loopback.url(ACS), place.entity_id)
        if request.form:
            loopback.serve(BEGIN, request.page)
        _open(run, loopback.url(BEGIN) if request.form else request.url, place)
        answer = loopback.answer(
            "POST",
            ACS,
            lambda fields: (
                "SAMLResponse" in fields
                and hmac.compare_digest(fields.get("RelayState", "").encode(), request.relay_state.encode())
            ),
            place.seconds,
        )
    if answer is None:
        raise sign_ins.not_in_time()
    assertion = Secret("".join(answer["SAMLResponse"].split()))
    with service.lookups() as reading:
        expected = sign_ins.expected_of(request)
        role = ask.role or choose_role(
            run,
            roles_for_assertion(reading.account, provider, assertion, expected),
            "iamctl explain assume ROLE --saml-response FILE",
        )
    return service.call(
        sign_in_with_saml,
        role_arn=role,
        principal_arn=provider.arn,
        saml_assertion=assertion,
        in_response_to=request.id,
        recipient=request.acs_url,
        audience=request.entity_id,
        duration_seconds=_seconds(service, role, ask),
    )


def _seconds(service: Service, role: str, ask: Ask) -> int | None:
    from iamctl.cli.federated import narrowing

    with service.lookups() as reading:
        return narrowing(reading.account, ask._replace(role=role)).seconds


def _open(run: Run, url: str, place: Elsewhere) -> None:
    """Say where to go, and open the browser there; one that stays in this terminal holds nothing up."""
    if not place.browser:
        run.warn(f"sign in at {url}")
        return
    import threading
    import webbrowser  # only a sign-in pays for it

    run.note(f"sign in in the browser, or at {url}")
    threading.Thread(target=webbrowser.open, args=(url,), daemon=True).start()


def _client_secret(place: Elsewhere) -> Secret | None:
    if place.client_secret_file is None:
        return None
    from iamctl.cli.input import read_file

    text, _ = read_file(place.client_secret_file)
    return Secret(text.strip())
