import os
from pathlib import Path
from shlex import quote
from typing import TYPE_CHECKING, Annotated

import typer

from iamctl.cli.credential_options import seconds_of
from iamctl.cli.logins import file_of_profile, file_of_terminal, find, forget_expired, keep, make_folder
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import Run, run_of
from iamctl.cli.secret_input import line_of_stdin, prompted
from iamctl.errors import IamctlError, UsageError
from iamctl.model.secret import Secret
from iamctl.service.sts.signing_in import MFARequired, sign_in

if TYPE_CHECKING:
    from iamctl.cli.sign_in.federated_login import Elsewhere
    from iamctl.service.service import Service
    from iamctl.service.sts.issuing import Issued

UserName = Annotated[
    str | None,
    typer.Argument(
        metavar="USER",
        help="a user's name, ARN or unique id, or root; without it, the one of the login that is there",
        show_default=False,
    ),
]
Stdin = Annotated[
    bool, typer.Option("--stdin", help="read the password, and if need be an MFA code, from stdin, a line each")
]
Duration = Annotated[
    str | None,
    typer.Option(
        "--duration",
        metavar="TIME",
        help="how long it lasts: from 15m to 12h, which it is without; of a role as the role allows, or max",
    ),
]
Oidc = Annotated[
    str | None, typer.Option("--oidc", metavar="PROVIDER", help="sign in at an OpenID Connect provider: its URL or ARN")
]
Saml = Annotated[
    str | None, typer.Option("--saml", metavar="PROVIDER", help="sign in at a SAML provider: its name or ARN")
]
Role = Annotated[
    str | None,
    typer.Option("--role", metavar="ROLE", help="the role to take on; without it, of those that the sign-in gives"),
]
Device = Annotated[bool, typer.Option("--device", help="with --oidc: type a code in wherever there is a browser")]
NoBrowser = Annotated[bool, typer.Option("--no-browser", help="open no browser, only say where to go")]
Port = Annotated[
    int | None,
    typer.Option(
        "--port",
        metavar="PORT",
        min=0,
        max=65535,
        help="where on 127.0.0.1 the browser brings the answer; without it, any, and 35001 with --saml",
        show_default=False,
    ),
]
ClientId = Annotated[
    str | None,
    typer.Option("--client-id", metavar="ID", help="with --oidc: which client id; without it, the provider's only one"),
]
ClientSecretFile = Annotated[
    str | None,
    typer.Option("--client-secret-file", metavar="FILE", help="with --oidc: the client's secret, - for stdin"),
]
EntityId = Annotated[
    str | None,
    typer.Option(
        "--entity-id", metavar="NAME", help="with --saml: who asks; without it, urn:amazon:webservices, as AWS does"
    ),
]
Wait = Annotated[str, typer.Option("--wait", metavar="TIME", help="how long somebody may take to sign in")]
Serial = Annotated[
    str | None,
    typer.Option(
        "--mfa-serial",
        metavar="DEVICE",
        help="which MFA device the code is of: its serial number or name; without it, any of the user's",
        show_default=False,
    ),
]


def login(
    ctx: typer.Context,
    user_name: UserName = None,
    stdin: Stdin = False,
    duration: Duration = None,
    mfa_serial: Serial = None,
    oidc: Oidc = None,
    saml: Saml = None,
    role: Role = None,
    device: Device = False,
    no_browser: NoBrowser = False,
    port: Port = None,
    client_id: ClientId = None,
    client_secret_file: ClientSecretFile = None,
    entity_id: EntityId = None,
    wait: Wait = "5m",
) -> None:
    """Sign in with a password, and with MFA where there is a device; commands then act as that user.

    With --oidc or --saml a person signs in at an identity provider, in a browser, and commands act as the role that it
    gives. The answer comes to 127.0.0.1, an address that the provider has to know: of OpenID Connect `/callback`, with
    PKCE and a public client; of SAML `http://127.0.0.1:35001/saml/acs`, which the role's trust policy has to name under
    SAML:aud. Such a sign-in is always verified strictly.

    The login holds for this terminal alone; with `--profile NAME` it is kept under the name and holds wherever the
    profile is named. It is kept in a file that only you can read, until it expires or `iamctl logout` ends it.

    Example: iamctl login bob --profile work --duration 1h --stdin < passwords.txt
    """
    run = run_of(ctx)
    file, place = _place(run)
    elsewhere = _elsewhere(
        oidc,
        saml,
        device=device,
        browser=not no_browser,
        port=port,
        client_id=client_id,
        client_secret_file=client_secret_file,
        entity_id=entity_id,
        wait=wait,
    )
    if elsewhere is not None:
        if user_name is not None or stdin or mfa_serial is not None:
            raise UsageError("Who signs in at an identity provider says so there: no USER, --stdin or --mfa-serial.")
        make_folder(file.parent)
        from iamctl.cli.federated import warn_of

        issued = _federated(run, elsewhere, role, duration)
        warn_of(run, issued)
        keep(file, issued.credentials, issued.arn)
        _say(run, issued, place)
        return
    if role is not None:
        raise UsageError("--role goes with --oidc or --saml.", hint="as a user: `iamctl assume ROLE`")
    seconds = seconds_of(duration or "12h", "--duration")
    make_folder(file.parent)
    word = user_name or _before(file, place)
    service = _service(run)
    arn = _arn(service, word)
    password = _secret(run, stdin, f"password of {word}", "the password")
    issued = _signed_in(run, service, arn, password, seconds, mfa_serial, stdin=stdin)
    keep(file, issued.credentials, issued.arn)
    _say(run, issued, place)


def _elsewhere(
    oidc: str | None,
    saml: str | None,
    *,
    device: bool,
    browser: bool,
    port: int | None,
    client_id: str | None,
    client_secret_file: str | None,
    entity_id: str | None,
    wait: str,
) -> "Elsewhere | None":
    """Where a person signs in, if not here.

    Raises:
        UsageError: the options do not go together.
    """
    if oidc is not None and saml is not None:
        raise UsageError("--oidc and --saml are two places to sign in.", hint="leave one of them out")
    wrong = {
        "--device": device and oidc is None,
        "--client-id": client_id is not None and oidc is None,
        "--client-secret-file": client_secret_file is not None and oidc is None,
        "--entity-id": entity_id is not None and saml is None,
        "--no-browser": not browser and oidc is None and saml is None,
        "--port": port is not None and ((oidc is None and saml is None) or device),
    }
    for option, is_wrong in wrong.items():
        if is_wrong:
            raise UsageError(f"{option} has no place here.", hint="see `iamctl login --help`")
    if oidc is None and saml is None:
        return None
    from iamctl.cli.sign_in.federated_login import AWS_AUDIENCE, Elsewhere

    return Elsewhere(
        oidc=oidc,
        saml=saml,
        device=device,
        browser=browser,
        port=port,
        client_id=client_id,
        client_secret_file=client_secret_file,
        entity_id=entity_id or AWS_AUDIENCE,
        seconds=seconds_of(wait, "--wait"),
    )


def _federated(run: Run, elsewhere: "Elsewhere", role: str | None, duration: str | None) -> "Issued":
    from iamctl.cli.assuming import Ask
    from iamctl.cli.session_options import CodeSource, checked_duration
    from iamctl.cli.sign_in.federated_login import signed_in

    return signed_in(run, elsewhere, Ask(role or "", CodeSource(), duration=checked_duration(duration)))


def _place(run: Run) -> tuple[Path, str]:
    """Where the login is kept, and what that place is called.

    Raises:
        UsageError: there is no terminal that it could be kept for.
    """
    profile = run.settings.profile
    if profile is not None and not run.settings.caller_is_default:
        from iamctl.cli.shared_credentials import check_profile_name

        check_profile_name(profile)
        return file_of_profile(os.environ, profile), f"the profile {profile}"
    if "as" in run.given:
        raise UsageError("A login acts as who it is, not as --as says.", hint="leave `--as` out")
    file = file_of_terminal(os.environ)
    if file is None:
        raise UsageError("There is no terminal here that a login could be for.", hint="say `--profile NAME`")
    return file, "this terminal"


def _before(file: Path, place: str) -> str:
    """Whose login was there."""
    from contextlib import suppress

    with suppress(IamctlError):
        if (login_before := find(file, place)) is not None:
            return login_before.arn
    raise UsageError("Who is to be signed in?", hint="say `iamctl login USER`")


def _service(run: Run) -> "Service":
    """The account, before anybody has signed in: the operation itself asks for what proves who it is."""
    from iamctl.cli.callers import Acting

    return run.service(acting=Acting())


def _arn(service: "Service", word: str) -> str:
    """What the operation takes for it; who is not there fails as a wrong password does."""
    root = f"arn:aws:iam::{service.account_id}:root"
    if word in ("root", root, service.account_id):
        return root
    with service.lookups() as reading:  # nothing of what is found here is told
        user = reading.account.users.find(word.rpartition("/")[2])
    if user is not None:
        service.caller = user.arn
    return word


def _signed_in(
    run: Run, service: "Service", arn: str, password: Secret, seconds: int, device: str | None, *, stdin: bool
) -> "Issued":
    try:
        return service.call(sign_in, user_name=arn, password=password, duration_seconds=seconds)
    except MFARequired as required:
        serial, prompt = _serial(required.serial_numbers, device), _prompt(required.serial_numbers, device)
    code = _secret(run, stdin, prompt, "the MFA code")
    return service.call(
        sign_in,
        user_name=arn,
        password=password,
        serial_number=serial,
        token_code=Secret("".join(code.reveal().split())),
        duration_seconds=seconds,
    )


def _serial(serials: tuple[str, ...], device: str | None) -> str | None:
    """The device that is meant; None is any of them."""
    return next((each for each in serials if device in (each, each.rpartition("/")[2])), device)


def _prompt(serials: tuple[str, ...], device: str | None) -> str:
    names = [device or each for each in serials[: 1 if device else None]]
    return f"MFA code of {' or '.join(each.rpartition('/')[2] for each in names)}"


def _secret(run: Run, stdin: bool, prompt: str, line: str) -> Secret:
    return Secret(line_of_stdin(line) if stdin else prompted(run, prompt, twice=False, instead="say `--stdin`"))


def _say(run: Run, issued: "Issued", place: str) -> None:
    from iamctl.cli.callers import presents_aws_variables
    from iamctl.service.members import time_text

    session = issued.session
    forget_expired(os.environ, session.issue_date)
    if place == "this terminal" and (presents_aws_variables(os.environ) or "IAMCTL_AS" in os.environ):
        run.warn("variables of the environment (AWS_ACCESS_KEY_ID…, IAMCTL_AS) outrank this login")
    of_profile = "" if place == "this terminal" else f" --profile {quote(run.settings.profile or '')}"
    run.note(f"signed in for {place} until {time_text(session.expiration)}; `iamctl logout{of_profile}` ends it")
    members = {
        "Arn": issued.arn,
        "Account": session.account_id,
        "AccessKeyId": session.access_key_id,
        "Expiration": time_text(session.expiration),
        "MFA": session.mfa_date is not None,
        "KeptFor": place,
    }
    run.show_made(Answer(members, name="Arn"), lines=[issued.arn])
