from shlex import quote
from typing import Annotated

import typer

from iamctl.cli import session_options
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.cli.session_options import ask_of, code_source


def configure_profile(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="the profile's name; default is the default one")],
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
    force: Annotated[bool, typer.Option("--force", help="replace another program's credential_process")] = False,
) -> None:
    """Have AWS clients get a role's credentials from here: write a profile into the AWS config file.

    The profile names this program, account, data dir and caller, and no secret; `aws --profile NAME` and boto3 then
    use it as it is. What else the file holds stays as it is, byte for byte. It is AWS_CONFIG_FILE, else ~/.aws/config.

    Example: iamctl creds configure-profile deploy --role Deploy --as alice
    Example: iamctl creds configure-profile nightly --role Deploy --as alice --duration 15m --tag team=core
    """
    from iamctl.cli.credential_process import ConfiguredProfile, command_line

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
        code=code_source(None, None, stdin=False),
    )
    profile = ConfiguredProfile(name)
    profile.check(force=force)
    command = command_line(run, ask)
    profile.write(command)
    members = {"Profile": name, "File": str(profile.file), "CredentialProcess": command}
    run.show_made(Answer(members, name="Profile"), lines=[command])
    run.note(f"it is the profile {name} of {profile.file}: try `aws configure list --profile {quote(name)}`")
