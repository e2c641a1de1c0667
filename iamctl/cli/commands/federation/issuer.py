import shlex
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iamctl.cli.run import run_of
from iamctl.errors import InvalidInput, UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.cli.run import Run
    from iamctl.endpoint.issuer.provider import TestProvider
    from iamctl.model.secret import Secret


def _text(option: str, metavar: str, help_text: str) -> object:
    return typer.Option(option, metavar=metavar, help=help_text, show_default=False)


Listen = Annotated[str, typer.Option("--listen", metavar="ADDRESS", help="a loopback address; no other is taken")]
Port = Annotated[int, typer.Option("--port", metavar="PORT", min=0, max=65535, help="0 takes one that is free")]
Clients = Annotated[
    list[str] | None,
    _text("--client-id", "ID", "a client that tokens are for, else for-tests; may be given again"),
]
Redirects = Annotated[
    list[str] | None, _text("--redirect-uri", "URL", "where answers may go, besides this machine; may be given again")
]
Roles = Annotated[
    list[str] | None, _text("--saml-role", "ROLE-ARN,PROVIDER-ARN", "what SAML responses offer; may be given again")
]
Claims = Annotated[
    list[str] | None, _text("--claim", "NAME=VALUE", "what every token says too, JSON or text; may be given again")
]
SignInAs = Annotated[str | None, _text("--sign-in-as", "SUBJECT", "who signs in without a form being shown")]
CaOut = Annotated[Path | None, _text("--ca-out", "FILE", "a new file for the authority that clients are to trust, PEM")]
TokenOut = Annotated[
    Path | None, _text("--admin-token-out", "FILE", "a new file for the admin token, which is not printed then")
]
For = Annotated[float | None, _text("--for", "SECONDS", "stop after so long; without it, by Ctrl-C or SIGTERM")]


def issuer(
    ctx: typer.Context,
    listen: Listen = "127.0.0.1",
    port: Port = 9443,
    client_id: Clients = None,
    redirect_uri: Redirects = None,
    saml_role: Roles = None,
    claim: Claims = None,
    sign_in_as: SignInAs = None,
    ca_out: CaOut = None,
    admin_token_out: TokenOut = None,
    seconds: For = None,
) -> None:
    """Run an OpenID Connect and a SAML provider for tests, on this machine alone.

    Whoever reaches it signs in as anybody: it is for testing what relies on such providers, on a laptop and in CI, and
    says so at its start, in every token, response and metadata. Keys, codes and tokens are in memory and end with it.
    It speaks TLS by an authority of its own, which `--ca-out` writes: SSL_CERT_FILE has clients trust it.

    Under the admin token that is printed at the start, POST /admin/rotate changes keys, /admin/token and
    /admin/saml-response issue words with chosen contents or a fault, /admin/next has something wrong with the next word
    of a sign-in; GET /admin/faults lists the faults with the code that STS answers to each.

    Example: iamctl federation issuer --port 0 --for 0.1
    Example: iamctl federation issuer --port 0 --client-id app --sign-in-as kim --ca-out issuer-ca.pem --for 0.1
    """
    import signal

    from iamctl import bootstrap
    from iamctl.cli.hand_over import check_new_file
    from iamctl.cli.signals import told_to_stop
    from iamctl.endpoint.installed import check_installed

    check_installed()
    _check_federation()
    for file in (ca_out, admin_token_out):
        if file is not None:
            check_new_file(file, force=False)
    from iamctl.endpoint.issuer.application import answering
    from iamctl.endpoint.issuer.authority import tls_for
    from iamctl.endpoint.issuer.provider import Settings, TestProvider
    from iamctl.endpoint.serving import bound, is_loopback, url_of

    run = run_of(ctx)
    settings = Settings(
        client_ids=tuple(client_id or ("for-tests",)),
        redirect_uris=tuple(redirect_uri or ()),
        saml_roles=tuple(saml_role or ()),
        claims=_claims(claim or []),
        sign_in_as=sign_in_as,
    )
    listening = bound(listen, port)
    if not is_loopback(listen):
        listening.close()
        raise UsageError(f"{listen} is reached by others, and whoever reaches the provider signs in as anybody.")
    address, token = url_of(listening).replace("http:", "https:", 1), _token()
    provider = TestProvider(address, settings, admin_token=token, now=bootstrap.now, entropy=_entropy)
    with (
        tls_for(listen, bootstrap.now()) as tls,
        _written(ca_out, tls.authority),
        _written(admin_token_out, f"{token.reveal()}\n"),
        answering(provider, listening, tls),
        told_to_stop() as wait,
    ):
        _tell(run, provider, ca_out, admin_token_out)
        stopped_by = wait(seconds)
    if stopped_by is not None and stopped_by != signal.SIGINT:
        raise typer.Exit(128 + stopped_by)


def _check_federation() -> None:
    from importlib.util import find_spec

    from iamctl.errors import MachineError

    missing = [name for name in ("joserfc", "signxml") if find_spec(name) is None]
    if missing:
        raise MachineError(
            f"A provider for tests signs by {' and '.join(missing)}, which is not installed.",
            hint="pip install 'iamctl[federation,serve]'",
        )


def _claims(given: list[str]) -> dict[str, Any]:
    import json

    found: dict[str, Any] = {}
    for each in given:
        name, equals, value = each.partition("=")
        if not equals or not name:
            raise InvalidInput(f"{each!r} is no claim.", hint="write it as NAME=VALUE")
        try:
            found[name] = json.loads(value)
        except ValueError:
            found[name] = value
    return found


def _token() -> "Secret":
    from base64 import urlsafe_b64encode

    from iamctl.model.secret import Secret

    return Secret(urlsafe_b64encode(_entropy(24)).decode())


def _entropy(count: int) -> bytes:
    import os

    return os.urandom(count)


@contextmanager
def _written(file: Path | None, text: str) -> "Iterator[None]":
    """The text in its file for as long as the block lasts."""
    from iamctl.cli.hand_over import write_whole

    if file is None:
        yield
        return
    write_whole(file, text, replace=False)
    try:
        yield
    finally:
        file.unlink(missing_ok=True)


def _tell(run: "Run", provider: "TestProvider", ca_file: Path | None, token_file: Path | None) -> None:
    """Say where it is, once it is there."""
    from iamctl.cli.output.answer import Answer

    run.warn("this provider is for tests only: whoever reaches it signs in as anybody")
    address, entity_id, token = provider.issuer, provider.responses.entity_id, provider.admin_token.reveal()
    members: dict[str, Any] = {"Issuer": address, "Metadata": entity_id, "ForTests": True}
    lines = [f"Issuer: {address}", f"Metadata: {entity_id}"]
    if token_file is None:
        members["AdminToken"] = token
        lines.append(f"Admin token: {token}")
    if ca_file is not None:
        members["Environment"] = {"SSL_CERT_FILE": str(ca_file.absolute())}
        lines.append(f"export SSL_CERT_FILE={shlex.quote(str(ca_file.absolute()))}")
    run.show_made(Answer({"Provider": members}, name="Issuer"), lines)
