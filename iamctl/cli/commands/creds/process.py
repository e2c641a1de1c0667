import typer

from iamctl.cli import session_options
from iamctl.cli.assuming import role_session
from iamctl.cli.run import run_of
from iamctl.cli.session_formats import rendered
from iamctl.cli.session_options import ask_of, code_source


def process(
    ctx: typer.Context,
    role: session_options.RoleOption,
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
) -> None:
    """Give a role's credentials to an AWS client: what its credential_process reads.

    The session is kept until five minutes before its end; one that was revoked meanwhile is not given. Clients do not
    let it ask for an MFA code: have a session issued at a terminal first, with `iamctl assume` and the same
    `--mfa-serial`, and its code serves here for 12 hours. `iamctl creds configure-profile` writes this command line.

    Example: IAMCTL_AS=alice iamctl creds process --role Deploy
    """
    run = run_of(ctx)
    ask = ask_of(
        role,
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
    kept = role_session(run, ask, use_cache=not no_cache)
    from iamctl.cli.output.streams import write

    write(rendered("credential-process", kept.credentials, {}, profile=""))
