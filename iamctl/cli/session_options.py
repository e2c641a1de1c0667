"""What the commands that have sessions issued have in common: what is asked for, and in which form it is given."""

from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeAlias

import typer

from iamctl.cli.session_formats import FORMATS
from iamctl.errors import UsageError

if TYPE_CHECKING:
    from iamctl.cli.assuming import Ask
    from iamctl.cli.run import Run
    from iamctl.model.secret import Secret

SessionName: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--session-name", metavar="NAME", help="what the session is called; without it, as the user of this machine"
    ),
]
Duration: TypeAlias = Annotated[
    str | None, typer.Option("--duration", metavar="DURATION", help="how long: 1h, 90m, 3600, or max")
]
SessionPolicy: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--session-policy", metavar="FILE", help="what it is narrowed to, JSON or TOML: a file, - or the text itself"
    ),
]
PolicyArns: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--policy-arn",
        metavar="POLICY",
        help="a managed policy that narrows it: its name, ARN or unique id; may be given again",
    ),
]
SessionTags: TypeAlias = Annotated[
    list[str] | None, typer.Option("--tag", metavar="KEY=VALUE", help="a session tag; may be given again")
]
Transitive: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--transitive", metavar="KEY", help="a tag that sessions out of it get as well; may be given again"),
]
SourceIdentity: TypeAlias = Annotated[
    str | None, typer.Option("--source-identity", metavar="NAME", help="who is behind it, for the whole chain")
]
ExternalId: TypeAlias = Annotated[
    str | None, typer.Option("--external-id", metavar="ID", help="what the role's owner agreed upon with you")
]
MfaSerial: TypeAlias = Annotated[
    str | None, typer.Option("--mfa-serial", metavar="DEVICE", help="an MFA device of yours: serial number or name")
]
MfaCode: TypeAlias = Annotated[
    str | None, typer.Option("--mfa-code", metavar="CODE", help="its present code, which works once; or prompt")
]
MfaCodeStdin: TypeAlias = Annotated[bool, typer.Option("--mfa-code-stdin", help="read the code from stdin")]
RoleOption: TypeAlias = Annotated[str, typer.Option("--role", metavar="ROLE", help="a role's name or ARN")]
ReplaceProfile: TypeAlias = Annotated[
    bool, typer.Option("--force", help="replace the profile that has a long-term access key")
]
NoCache: TypeAlias = Annotated[
    bool, typer.Option("--no-cache", help="have a session issued that is not kept, and look for none")
]
Format: TypeAlias = Annotated[
    str | None, typer.Option("--format", metavar="FORMAT", help=f"the credentials as {', '.join(FORMATS)}")
]
PROMPT = "prompt"


class CodeSource(NamedTuple):
    """Where a one-time code comes from.

    Attributes:
        given: the code, or `prompt`; None where nothing was said.
    """

    given: str | None = None
    stdin: bool = False

    @property
    def is_said(self) -> bool:
        return self.given is not None or self.stdin

    def code(self, run: "Run", device: str) -> "Secret":
        """The code; spaces that authenticators show in it go.

        Raises:
            UsageError: nobody is there to type it.
            InvalidInput: stdin has no line.
        """
        from iamctl.cli.secret_input import line_of_stdin, prompted
        from iamctl.model.secret import Secret

        if self.stdin:
            text = line_of_stdin("the MFA code")
        elif self.given is not None and self.given != PROMPT:
            text = self.given
        else:
            instead = (
                "say `--mfa-code CODE` or `--mfa-code-stdin`; or have a session issued at a terminal once, which is"
                " then kept for 12 hours"
            )
            text = prompted(run, f"code of {device}", twice=False, instead=instead)
        return Secret("".join(text.split()))


def ask_of(
    role: str,
    *,
    session_name: str | None,
    duration: str | None,
    session_policy: str | None,
    policy_arn: list[str] | None,
    tag: list[str] | None,
    transitive: list[str] | None,
    source_identity: str | None,
    external_id: str | None,
    mfa_serial: str | None,
    code: CodeSource,
) -> "Ask":
    """What the options ask for.

    Raises:
        UsageError: the duration is none.
    """
    from iamctl.cli.assuming import Ask

    return Ask(
        role=role,
        code=code,
        session_name=session_name,
        duration=checked_duration(duration),
        policy=session_policy,
        policy_arns=tuple(policy_arn or ()),
        tags=tuple(tag or ()),
        transitive_tag_keys=tuple(transitive or ()),
        source_identity=source_identity,
        external_id=external_id,
        mfa_serial=mfa_serial,
    )


def code_source(serial: str | None, code: str | None, *, stdin: bool) -> CodeSource:
    """Where the code comes from.

    Raises:
        UsageError: from two places, or for no device.
    """
    if code is not None and stdin:
        raise UsageError("--mfa-code and --mfa-code-stdin are two ways to give the code.", hint="leave one of them out")
    if serial is None and (code is not None or stdin):
        raise UsageError(
            "A code is of a device, and --mfa-serial is missing.", hint="list them: `iamctl creds mfa list`"
        )
    return CodeSource(code, stdin)


def checked_duration(duration: str | None) -> str:
    """Seconds or `max`; empty where none was asked for.

    Raises:
        UsageError: it is no duration.
    """
    if duration is None or duration == "max":
        return duration or ""
    from iamctl.cli.credential_options import seconds_of

    return str(seconds_of(duration, "--duration"))


def checked_format(form: str | None) -> str | None:
    """One of the formats, or None.

    Raises:
        UsageError: it is none.
    """
    if form is not None and form not in FORMATS:
        raise UsageError(f"--format is {form!r}, not one of {', '.join(FORMATS)}.")
    return form
