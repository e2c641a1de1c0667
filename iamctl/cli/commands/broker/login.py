import os
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from iamctl.cli.broker_kept import BrokerKept, Kept
from iamctl.cli.broker_sign_in import Options, SignIn
from iamctl.cli.credential_options import seconds_of
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import Run, run_of
from iamctl.errors import UsageError

if TYPE_CHECKING:
    from iamctl.endpoint.broker.client import BrokerClient, Trust


class Format(str, Enum):  # noqa: UP042 - Typer 0.20 takes no StrEnum
    """How the credentials are written."""

    PROCESS = "credential-process"
    ENV = "env"


Url = Annotated[str, typer.Argument(metavar="URL", help="the broker's address")]
User = Annotated[
    str | None, typer.Option("--user", metavar="NAME", help="whose password is asked for", show_default=False)
]
PasswordStdin = Annotated[bool, typer.Option("--password-stdin", help="read the password from stdin, a line")]
TokenFile = Annotated[
    str | None,
    typer.Option("--token-file", metavar="FILE", help="an ID token for the broker; - for stdin", show_default=False),
]
Oidc = Annotated[bool, typer.Option("--oidc", help="sign in with the company's provider, in a browser")]
ByProxy = Annotated[bool, typer.Option("--by-proxy", help="send nothing: the proxy before the broker knows who it is")]
Role = Annotated[
    str | None,
    typer.Option("--role", metavar="ROLE", help="which role, where there are several", show_default=False),
]
Duration = Annotated[
    str | None,
    typer.Option("--duration", metavar="TIME", help="15m to 12h, at most what the rule says", show_default=False),
]
FormatOption = Annotated[Format, typer.Option("--format", help="how the credentials are written")]
Roles = Annotated[bool, typer.Option("--roles", help="list the roles that there are, and take on none")]
Keep = Annotated[
    bool, typer.Option("--keep", help="keep them, and use what was kept until five minutes before its end")
]
SaveProfile = Annotated[
    str | None,
    typer.Option(
        "--save-profile",
        metavar="NAME",
        help="write an AWS profile that logs in by itself; it keeps what it gets",
        show_default=False,
    ),
]
CaFile = Annotated[
    Path | None,
    typer.Option("--ca-file", metavar="FILE", help="an authority to trust too, PEM", show_default=False),
]
ClientCert = Annotated[
    Path | None,
    typer.Option("--client-cert", metavar="FILE", help="for a proxy that asks for one, PEM", show_default=False),
]
ClientKey = Annotated[
    Path | None, typer.Option("--client-key", metavar="FILE", help="its private key, PEM", show_default=False)
]

COLUMNS = (Column("ROLE", "RoleName"), Column("RULE", "Rule"), Column("SESSION", "RoleSessionName"))


def login(
    ctx: typer.Context,
    url: Url,
    user: User = None,
    password_stdin: PasswordStdin = False,
    token_file: TokenFile = None,
    oidc: Oidc = False,
    by_proxy: ByProxy = False,
    role: Role = None,
    duration: Duration = None,
    form: FormatOption = Format.PROCESS,
    roles: Roles = False,
    keep: Keep = False,
    save_profile: SaveProfile = None,
    ca_file: CaFile = None,
    client_cert: ClientCert = None,
    client_key: ClientKey = None,
) -> None:
    """Become a role through a company's broker, known by what one already has.

    A password is asked for without echo, and never stands on the command line. With `--keep` what was got serves again
    until shortly before it ends; a session at the company's provider (`--oidc`) is taken up by itself for as long as it
    lasts, and so is whatever the proxy before the broker knows one by: no second login. `--save-profile` has AWS's
    clients do so: a password is then asked for at a terminal, by the same command, when the credentials are over.

    Example: AWS_CONFIG_FILE=aws-config iamctl broker login https://broker.acme.example --by-proxy --save-profile work
    """
    run = run_of(ctx)
    options = Options(user, password_stdin, token_file, oidc, by_proxy)
    seconds = seconds_of(duration, "--duration") if duration is not None else None
    from iamctl.endpoint.broker.client import BrokerClient, Trust

    if (client_cert is None) != (client_key is None):
        raise UsageError("A certificate and its key go together.", hint="give both `--client-cert` and `--client-key`")
    trust = Trust(ca_file, client_cert, client_key)
    client = BrokerClient(url, trust)
    if save_profile is not None:
        _save(run, save_profile, client, options, trust, role, duration)
        return
    if roles:
        sign_in = SignIn(run, client, options, again=f"iamctl broker login {url} --roles")
        _list(run, client.roles(authorization=sign_in.authorization()))
        return
    purpose = (client.url, options.way or "", user or "", role or "", duration or "")
    members = _members(run, client, options, purpose, role, seconds, keep=keep)
    _write(members, form)


def _members(
    run: Run,
    client: "BrokerClient",
    options: Options,
    purpose: tuple[str, ...],
    role: str | None,
    seconds: int | None,
    *,
    keep: bool,
) -> dict[str, Any]:
    from iamctl import bootstrap

    place = BrokerKept(os.environ, purpose)
    kept = place.read() if keep else Kept()
    if (members := kept.good_members(bootstrap.now())) is not None:
        return members
    sign_in = SignIn(run, client, options, refresh_token=kept.refresh_token, again=_again(purpose))
    authorization = sign_in.authorization()
    if keep and sign_in.refresh_token is not None:
        place.write(Kept(None, sign_in.refresh_token))  # a provider may take each refresh token once
    got: dict[str, Any] = client.credentials(authorization=authorization, role=role, duration=seconds)
    if keep:
        place.write(Kept(got, sign_in.refresh_token))
    return got


def _again(purpose: tuple[str, ...]) -> str:
    """The command line that keeps credentials for the same purpose."""
    import shlex

    url, way, user, role, duration = purpose
    words = ["iamctl", "broker", "login", url, "--keep", *(["--oidc"] if way == "oidc" else [])]
    for option, value in (("--user", user), ("--role", role), ("--duration", duration)):
        words += [option, value] if value else []
    return shlex.join(words)


def _save(
    run: Run,
    name: str,
    client: "BrokerClient",
    options: Options,
    trust: "Trust",
    role: str | None,
    duration: str | None,
) -> None:
    from iamctl.cli.broker_profile import BrokerProfile
    from iamctl.cli.credential_process import config_line, program_words

    if options.way is None or options.password_stdin or options.token_file == "-":
        raise UsageError(
            "A profile has to say how one is known, and gives nothing by stdin.",
            hint="say `--user NAME`, `--oidc`, `--by-proxy` or `--token-file FILE`",
        )
    files = {"--ca-file": trust.ca_file, "--client-cert": trust.certificate, "--client-key": trust.key}
    said: dict[str, str | None] = {"--user": options.user, "--role": role, "--duration": duration}
    said |= {option: str(file.absolute()) if file is not None else None for option, file in files.items()}
    if options.token_file is not None:
        said["--token-file"] = str(Path(options.token_file).absolute())
    words = [*program_words(), "broker", "login", client.url, "--keep", "--no-input"]
    words += ["--oidc"] * options.oidc + ["--by-proxy"] * options.by_proxy
    words += [word for option, value in said.items() if value is not None for word in (option, value)]
    profile = BrokerProfile(name)
    profile.check_alone()
    profile.write(config_line(words))
    run.note(f"the profile {name} is in {profile.file}")


def _list(run: Run, said: dict[str, Any]) -> None:
    person = said.get("Person", "nobody")
    run.show(Answer(said, columns=COLUMNS, rows="Roles", name="RoleName", empty=f"no roles for {person}"))


def _write(members: dict[str, Any], form: Format) -> None:
    from iamctl.cli.output.streams import write

    if form is Format.PROCESS:
        from iamctl.cli.output.json_text import render_json

        write(render_json(members) + "\n")
        return
    import shlex

    variables = {
        "AWS_ACCESS_KEY_ID": "AccessKeyId",
        "AWS_SECRET_ACCESS_KEY": "SecretAccessKey",
        "AWS_SESSION_TOKEN": "SessionToken",
        "AWS_CREDENTIAL_EXPIRATION": "Expiration",
    }
    write("".join(f"export {name}={shlex.quote(members[member])};\n" for name, member in variables.items()))
