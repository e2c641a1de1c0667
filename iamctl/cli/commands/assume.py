import shlex
import sys
from typing import Annotated, NoReturn

import typer

from iamctl.cli import credential_options, federated_options, session_options
from iamctl.cli.assuming import Ask, role_session
from iamctl.cli.federated import Word, federated_session, word_from
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
    web_identity_token: federated_options.WebIdentityToken = None,
    provider_id: federated_options.ProviderId = None,
    saml_response: federated_options.SamlResponse = None,
    saml_provider: federated_options.SamlProvider = None,
    list_: Annotated[bool, typer.Option("--list", help="list the roles that you may take on")] = False,
) -> None:
    """Take on a role for a time.

    In a shell, bash, zsh or fish: `eval "$(iamctl assume Deploy)"`. At a terminal the secrets are not shown. A session
    is kept for the next time that exactly the same is asked for, and renewed five minutes before its end; with
    --mfa-serial the code goes into a session of your own first, which serves for 12 hours. `--output json` is the
    answer of AssumeRole.

    With --web-identity-token or --saml-response an identity provider's word takes the place of a caller: the role has
    to trust it. Tags, source identity and, with SAML, the session's name are those that the word has; nothing is kept.

    Example: IAMCTL_AS=alice iamctl assume Deploy
    Example: IAMCTL_AS=alice iamctl assume Deploy --duration max --session-policy artifacts.json --format json
    Example: IAMCTL_AS=alice iamctl assume --list
    Example: iamctl assume Pipeline --web-identity-token token.jwt --session-name build-7
    Example: iamctl assume Console --saml-response response.b64 --format json
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
    word = word_from(web_identity_token, saml_response, provider_id, saml_provider)
    if list_:
        _check_alone(role, command)
        _list(run, ask, word)
        return
    if command and (form is not None or save_profile is not None):
        raise UsageError("A command gets the credentials; --format and --save-profile are for where there is none.")
    if role is None and word is None:
        ask = ask._replace(role=_chosen(run, ask))
    hand_over.check(is_kept=not no_cache or bool(command))
    kept = role_session(run, ask, use_cache=not no_cache) if word is None else federated_session(run, ask, word)
    if command:
        _become(run, command, kept)
    hand_over.give(kept, again=shlex.join(["iamctl", *sys.argv[1:], *([] if role is not None else [ask.role])]))


def _check_alone(role: str | None, command: list[str] | None) -> None:
    """That `--list` stands alone.

    Raises:
        UsageError: a role or a command is named besides.
    """
    if role is not None or command:
        raise UsageError("--list lists the roles; a ROLE and a COMMAND are to take one on.", hint="leave one out")


def _become(run: Run, command: list[str], kept: KeptSession) -> NoReturn:
    from iamctl.cli.child_environment import replace_process

    data_dir = run.data_dir if run.settings.data_dir is not None else None
    replace_process(command, kept.credentials, kept.account_id, data_dir=data_dir)


def _list(run: Run, ask: Ask, word: Word | None) -> None:
    from iamctl.cli.assumable_view import show_assumable
    from iamctl.cli.federated import show_given

    if word is not None:
        show_given(run, ask, word)
    else:
        show_assumable(run, ask)


def _chosen(run: Run, ask: Ask) -> str:
    from iamctl.cli.assumable_view import choose

    return choose(run, ask)
