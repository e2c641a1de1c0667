from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import Run, run_of
from iamctl.errors import UsageError

if TYPE_CHECKING:
    from iamctl.endpoint.broker.in_force import InForce
    from iamctl.service.service import Service

BrokerFile = Annotated[Path, typer.Argument(metavar="FILE", help="authenticators and rules, TOML")]
Listen = Annotated[str, typer.Option("--listen", metavar="ADDRESS", help="an IP address of this machine")]
Port = Annotated[int, typer.Option("--port", metavar="PORT", min=0, max=65535, help="0 takes one that is free")]
TlsCert = Annotated[
    Path | None,
    typer.Option("--tls-cert", metavar="FILE", help="the certificate with its chain, PEM", show_default=False),
]
TlsKey = Annotated[
    Path | None, typer.Option("--tls-key", metavar="FILE", help="its private key, PEM", show_default=False)
]
Check = Annotated[bool, typer.Option("--check", help="read the file, show its rules, and serve nothing")]

COLUMNS = (Column("RULE", "Name"), Column("ROLE", "Role"), Column("STATE", "State"))


def serve(
    ctx: typer.Context,
    file: BrokerFile,
    listen: Listen = "127.0.0.1",
    port: Port = 8443,
    tls_cert: TlsCert = None,
    tls_key: TlsKey = None,
    check: Check = False,
) -> None:
    """Serve a broker: people of a company, known by what they already have, become roles.

    It acts as one of the account's users or roles (`--as`), which has to be allowed to assume the roles of its file,
    and which their trust policies have to name. Its address is the first line of stdout, what happens is told on
    stderr, a JSON line each. The file is read again when it changes and on SIGHUP; a broken one changes nothing and
    is told. Where others than this machine reach it, it speaks TLS or refuses to start.

    Example: iamctl broker serve broker/broker.toml --as Broker --check
    """
    from iamctl.endpoint.installed import check_installed

    check_installed()
    if (tls_cert is None) != (tls_key is None):
        raise UsageError("A certificate and its key go together.", hint="give both `--tls-cert` and `--tls-key`")
    run = run_of(ctx)
    service = run.service()
    from iamctl.endpoint.broker.in_force import InForce
    from iamctl.service.brokering.issuing import check_can_broker

    with service.lookups() as reading:
        check_can_broker(reading.account)
    in_force = InForce(file, now=_now, tell=_tell)
    if check:
        _show(run, service, in_force)
        return
    _serve(service, in_force, listen, port, tls_cert, tls_key)


def _serve(
    service: "Service", in_force: "InForce", listen: str, port: int, certificate: Path | None, key: Path | None
) -> None:
    from iamctl.cli.output.streams import write_line
    from iamctl.endpoint.broker.running import address_of, check_certificate, listening_at, read_again_on_hangup
    from iamctl.endpoint.broker.running import serve as answer

    with_tls = certificate is not None
    if certificate is not None and key is not None:
        check_certificate(certificate, key)
    listening = listening_at(listen, port, with_tls=with_tls)
    read_again_on_hangup(in_force)
    write_line(address_of(listening, with_tls=with_tls))
    answer(service, in_force, listening, certificate=certificate, key=key, tell=_tell)


def _show(run: Run, service: "Service", in_force: "InForce") -> None:
    from iamctl.service.sts.assume_role import find_role

    rules = in_force.now().configuration.rules.rules
    with service.lookups() as reading:
        rows = [
            {
                "Name": rule.name,
                "Role": rule.role,
                "State": "ok" if find_role(reading.account, rule.role) is not None else "no such role",
            }
            for rule in rules
        ]
    in_force.close()
    run.show(Answer({"Rules": rows}, columns=COLUMNS, rows="Rules", name="Name", empty="no rules"))


def _now() -> datetime:
    from iamctl import bootstrap

    return bootstrap.now()


def _tell(said: dict[str, Any]) -> None:
    import json

    from iamctl.cli.output.streams import talk

    talk(json.dumps({"Time": f"{_now():%Y-%m-%dT%H:%M:%SZ}", **said}) + "\n")
