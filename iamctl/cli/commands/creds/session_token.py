import typer

from iamctl.cli import credential_options, session_options
from iamctl.cli.assuming import kept_of, serial_number_of
from iamctl.cli.run import run_of
from iamctl.cli.session_cache import Purpose
from iamctl.cli.session_hand_over import SessionHandOver
from iamctl.cli.session_options import checked_duration, code_source
from iamctl.service.sts.session_token import MOST, get_session_token


def session_token(
    ctx: typer.Context,
    duration: session_options.Duration = None,
    mfa_serial: session_options.MfaSerial = None,
    mfa_code: session_options.MfaCode = None,
    mfa_code_stdin: session_options.MfaCodeStdin = False,
    form: session_options.Format = None,
    save_profile: credential_options.SaveProfile = None,
    force: session_options.ReplaceProfile = False,
) -> None:
    """Have a session of your own issued out of long-term credentials (GetSessionToken).

    12 hours where no `--duration` says otherwise, 36 at most, an hour for the root user. It may call IAM only if it
    was issued with an MFA code. At a terminal say where the credentials go; `--output json` is AWS's answer.

    Example: iamctl creds session-token --as alice --format json
    Example: iamctl creds session-token --as alice --duration 36h --save-profile alice-session
    """
    run = run_of(ctx)
    hand_over = SessionHandOver(run, form=form, profile=save_profile, force=force, name="session-token")
    source = code_source(mfa_serial, mfa_code, stdin=mfa_code_stdin)
    asked = checked_duration(duration)
    hand_over.check(is_kept=False)
    token_code = source.code(run, mfa_serial) if mfa_serial is not None else None
    service = run.service()
    with service.change() as change:
        issued = change.call(
            get_session_token,
            duration_seconds=MOST if asked == "max" else int(asked) if asked else None,
            serial_number=serial_number_of(change.account, mfa_serial) if mfa_serial is not None else None,
            token_code=token_code,
        )
    hand_over.give(kept_of(Purpose((), "", "GetSessionToken"), service, issued))
