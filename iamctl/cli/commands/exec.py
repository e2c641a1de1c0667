from typing import TYPE_CHECKING, Annotated, NamedTuple

import typer

from iamctl.cli.commands.instance.exec import exec_with_instance_profile
from iamctl.cli.credential_options import seconds_of
from iamctl.cli.run import Run, run_of
from iamctl.cli.session_options import CodeSource, MfaCode, MfaCodeStdin, MfaSerial, code_source
from iamctl.errors import InvalidInput, NoSuchEntity, UsageError

if TYPE_CHECKING:
    from iamctl.model.secret import Secret
    from iamctl.model.session import Credentials
    from iamctl.service.account import Account
    from iamctl.service.service import Service

Principal = Annotated[
    str,
    typer.Argument(
        metavar="PRINCIPAL",
        help="a user's or role's name or ARN, or root: whom the command runs as; none with --instance-profile",
    ),
]
Command = Annotated[
    list[str] | None, typer.Argument(metavar="-- COMMAND...", help="the command with its own arguments")
]
InstanceProfile = Annotated[
    str | None,
    typer.Option(
        "--instance-profile",
        metavar="INSTANCE_PROFILE",
        help="run it as on an instance that has the profile, as `iamctl instance exec` does",
        show_default=False,
    ),
]
Duration = Annotated[
    str | None,
    typer.Option(
        "--duration",
        metavar="TIME",
        help="how long the credentials last, such as 15m; without it, 12h of a user and 1h of a role",
        show_default=False,
    ),
]
SessionName = Annotated[
    str | None,
    typer.Option("--session-name", metavar="NAME", help="of a role's session; without it, your name on this machine"),
]


class Wish(NamedTuple):
    """Whom the command runs as, and how.

    Attributes:
        seconds: how long; None is as long as AWS's calls do by themselves.
        device: an MFA device of the caller's, by serial number or name.
    """

    principal: str
    seconds: int | None
    session_name: str | None
    device: str | None
    code: CodeSource


def exec(
    ctx: typer.Context,
    principal: Principal,
    command: Command = None,
    duration: Duration = None,
    session_name: SessionName = None,
    mfa_serial: MfaSerial = None,
    mfa_code: MfaCode = None,
    mfa_code_stdin: MfaCodeStdin = False,
    instance_profile: InstanceProfile = None,
) -> None:
    """Run a command as a user or a role, with credentials in its environment alone.

    A role is taken on by the caller (AssumeRole). A user's session is GetSessionToken's, which may call IAM only with
    MFA (`--mfa-serial`); the owner gets one for whichever user is named, everybody else for itself, and with a session
    of its own hands that one over. Signals and the exit status are the command's own.

    Example: iamctl exec alice --duration 1h -- env
    Example: iamctl exec --instance-profile WebServer -- env
    """
    from iamctl.cli.child_environment import replace_process

    run = run_of(ctx)
    if instance_profile is not None:
        if any((duration, session_name, mfa_serial, mfa_code, mfa_code_stdin)):
            raise UsageError("What an instance gets is EC2's to say.", hint="leave the options about sessions out")
        raise typer.Exit(exec_with_instance_profile(run, instance_profile, [principal, *(command or ())]))
    if not command:
        raise UsageError(
            "There is no command to run.", hint=f"put it behind two dashes: `iamctl exec {principal} -- …`"
        )
    seconds = seconds_of(duration, "--duration") if duration is not None else None
    service = run.service()
    wish = Wish(principal, seconds, session_name, mfa_serial, code_source(mfa_serial, mfa_code, stdin=mfa_code_stdin))
    credentials = _credentials(run, service, wish)
    data_dir = run.data_dir if "data-dir" in run.given else None
    replace_process(command, credentials, service.account_id, data_dir=data_dir)


def _credentials(run: Run, service: "Service", wish: Wish) -> "Credentials":
    from iamctl.cli.callers import Acting
    from iamctl.service.sts.session_token import get_session_token

    with service.lookups() as reading:
        account = reading.account
        is_owner = account.standing is None
        user = _user_of_owner(account, wish.principal) if is_owner else _own_name(account, wish.principal)
        held = account.standing.session if account.standing is not None else None
    if user is None:
        return _of_role(run, service, wish)
    if wish.session_name is not None:
        raise UsageError("A user's session has no name.", hint="leave `--session-name` out")
    if held is not None:
        if wish.seconds is not None or wish.device is not None:
            raise UsageError(
                "The session that you have is handed over as it is.", hint="leave `--duration` and `--mfa-serial` out"
            )
        return _held(run)
    if is_owner and user != "root":
        service = run.service(acting=Acting(named=user))
    serial, code = _proof(run, service, wish)
    return service.call(
        get_session_token, duration_seconds=wish.seconds, serial_number=serial, token_code=code
    ).credentials


def _proof(run: Run, service: "Service", wish: Wish) -> "tuple[str | None, Secret | None]":
    """The serial number of the device that is meant, one of the caller's by name, and a code of it."""
    if wish.device is None:
        return None, None
    from iamctl.service.mfa_codes import devices_of
    from iamctl.service.sts.mfa import owner_of_devices

    with service.lookups() as reading:
        owner = owner_of_devices(reading.account, reading.account.standing)
    devices = devices_of(owner) if owner is not None else ()
    serial = next((each.serial_number for each in devices if wish.device == each.name), wish.device)
    return serial, wish.code.code(run, wish.device)


def _user_of_owner(account: "Account", word: str) -> str | None:
    """The user whom the owner names, by ARN, or `root`; None for a role.

    Raises:
        NoSuchEntity: it is neither.
        InvalidInput: it is both.
    """
    if word in ("root", account.settings.arn):
        return "root"
    name = word.rpartition("/")[2] if word.startswith("arn:") else word
    user, role = account.users.find(name), account.roles.find(name)
    found = [each for each in (user, role) if each is not None and (each.arn == word or not word.startswith("arn:"))]
    if not found:
        raise NoSuchEntity("user or role", word)
    if len(found) > 1:
        raise InvalidInput(f"{word} is a user and a role.", hint=[f"say {each.arn}" for each in found])
    return found[0].arn if found[0] is user else None


def _own_name(account: "Account", word: str) -> str | None:
    """The caller's own ARN, where the word means the caller and it is a user or root; None for a role.

    Raises:
        AccessDenied: another user is meant.
    """
    from iamctl.service.credential_owners import is_root, spoken
    from iamctl.service.sts.mfa import owner_of_devices

    own = owner_of_devices(account, account.standing)  # who has devices is a user, or root
    if own is not None and word in (own.arn, spoken(own), *([] if is_root(own) else [own.unique_id])):
        return own.arn
    if word.startswith("arn:") and ":user/" in word:
        from iamctl.errors import AccessDenied

        raise AccessDenied(
            f"User: {account.caller} is not authorized to run a command as {word} because only the owner may",
            hint="leave the credentials out, or say `--as root`",
        )
    return None


def _of_role(run: Run, service: "Service", wish: Wish) -> "Credentials":
    from iamctl import bootstrap
    from iamctl.service.sts.assume_role import assume_role

    serial, code = _proof(run, service, wish)
    issued = service.call(
        assume_role,
        role_arn=wish.principal,
        role_session_name=wish.session_name or bootstrap.session_name(),
        duration_seconds=wish.seconds,
        serial_number=serial,
        token_code=code,
    )
    return issued.credentials


def _held(run: Run) -> "Credentials":
    """The session's own credentials, which the run presents."""
    from iamctl.model.session import Credentials

    presented = run.acting.presented
    assert presented is not None
    assert presented.session_token is not None
    with run.service().lookups() as reading:
        standing = reading.account.standing
        assert standing is not None
        assert standing.session is not None
        expiration = standing.session.expiration
    return Credentials(
        access_key_id=presented.access_key_id,
        secret_access_key=presented.secret,
        session_token=presented.session_token,
        expiration=expiration,
    )
