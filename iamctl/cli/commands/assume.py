import shlex
import sys
from typing import Annotated, NoReturn

import typer

from iamctl.cli import credential_options, session_options
from iamctl.cli.assuming import Ask, role_session
from iamctl.cli.run import Run, run_of
from iamctl.cli.session_cache import KeptSession
from iamctl.cli.session_hand_over import SessionHandOver
from iamctl.cli.session_options import ask_of, code_source
from iamctl.errors import UsageError

Role = Annotated[
    str | None,
    typer.Argument(metavar="ROLE", help="a role's name or ARN; without it, those that you may take on"),
]
Command = Annotated[
    list[str] | None,
    typer.Argument(metavar="-- COMMAND...", help="what to run with the credentials in its environment alone"),
]


def assume(
    ctx: typer.Context,
    role: Role = None,
    command: Command = None,
    session_name: session_options.SessionName = None,
    duration: session_options.Duration = None,
    session_policy: session_options.SessionPolicy = None,
    policy_arn: session_options.PolicyArns = None,
    tag: session_options.SessionTags = None,
    transitive: session_options.Transitive = None,
    source_identity: session_options.SourceIdentity = None,
    external_id: session_options.ExternalId = None,
    mfa_serial: session_options.MfaSerial = None,
    mfa_code: session_options.MfaCode = None,
    mfa_code_stdin: session_options.MfaCodeStdin = False,
    no_cache: session_options.NoCache = False,
    form: session_options.Format = None,
    save_profile: credential_options.SaveProfile = None,
    force: Annotated[bool, typer.Option("--force", help="replace the profile that has a long-term access key")] = False,
    list_: Annotated[bool, typer.Option("--list", help="list the roles that you may take on")] = False,
) -> None:
    """Take on a role for a time.

    In a shell, bash, zsh or fish: `eval "$(iamctl assume Deploy)"`. At a terminal the secrets are not shown. A session
    is kept for the next time that exactly the same is asked for, and renewed five minutes before its end; with
    --mfa-serial the code goes into a session of your own first, which serves for 12 hours. `--output json` is the
    answer of AssumeRole.

    Example: IAMCTL_AS=alice iamctl assume Deploy
    Example: IAMCTL_AS=alice iamctl assume Deploy --duration max --session-policy artifacts.json --format json
    Example: IAMCTL_AS=alice iamctl assume --list
    """
    run = run_of(ctx)
    hand_over = SessionHandOver(run, form=form, profile=save_profile, force=force, name=(role or "").rpartition("/")[2])
    ask = ask_of(
        role or "",
        session_name=session_name,
        duration=duration,
        session_policy=session_policy,
        policy_arn=policy_arn,
        tag=tag,
        transitive=transitive,
        source_identity=source_identity,
        external_id=external_id,
        mfa_serial=mfa_serial,
        code=code_source(mfa_serial, mfa_code, stdin=mfa_code_stdin),
    )
    if list_:
        _list(run, ask)
        return
    if role is None:
        ask = ask._replace(role=_chosen(run, ask))
    if command and (form is not None or save_profile is not None):
        raise UsageError("A command gets the credentials; --format and --save-profile are for where there is none.")
    hand_over.check(is_kept=not no_cache or bool(command))
    kept = role_session(run, ask, use_cache=not no_cache)
    if command:
        _become(run, command, kept)
    chosen = [] if role is not None else [ask.role]
    hand_over.give(kept, again=shlex.join(["iamctl", *sys.argv[1:], *chosen]))


def _become(run: Run, command: list[str], kept: KeptSession) -> NoReturn:
    from iamctl.cli.child_environment import replace_process

    data_dir = run.data_dir if run.settings.data_dir is not None else None
    replace_process(command, kept.credentials, kept.account_id, data_dir=data_dir)


def _list(run: Run, ask: Ask) -> None:
    from iamctl.cli.assumable_view import show_assumable

    show_assumable(run, ask)


def _chosen(run: Run, ask: Ask) -> str:
    from iamctl.cli.assumable_view import choose

    return choose(run, ask)
