"""What every command that asks for decisions takes: the circumstances of a request, and what the question supposes."""

from typing import TYPE_CHECKING, Annotated, NamedTuple, TypeAlias

import typer

from iamctl.cli.input import LARGEST_DOCUMENT, read_argument, read_file
from iamctl.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from iamctl.service.questions.asking import Answer, Circumstances
    from iamctl.service.questions.supposed import Supposed, Text

Principal: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="PRINCIPAL",
        help="a user's or role's name, ARN or unique id, root, a session's ARN, an account, a service, anonymous",
    ),
]
Words: TypeAlias = Annotated[
    list[str],
    typer.Argument(
        metavar="ACTION... [RESOURCE...]",
        help="actions as service:Name, then ARNs or user/NAME, role/NAME, … (without any, *)",
    ),
]
Context: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--context", metavar="KEY=VALUE", help="a context key; given again, the key has several values"),
]
ContextFile: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--context-file", metavar="FILE", help="context keys from a JSON or TOML file; - for stdin"),
]
SourceIp: TypeAlias = Annotated[
    str | None, typer.Option("--source-ip", metavar="ADDRESS", help="where the request comes from")
]
Mfa: TypeAlias = Annotated[bool, typer.Option("--mfa", help="the caller signed in with MFA")]
At: TypeAlias = Annotated[
    str | None, typer.Option("--at", metavar="TIME", help="when the request comes; without it, now")
]
Region: TypeAlias = Annotated[
    str | None, typer.Option("--region", metavar="REGION", help="the region that is called; else the resource's")
]
ResourceAccount: TypeAlias = Annotated[
    str | None,
    typer.Option("--resource-account", metavar="ID", help="whose the resource is; else whom its ARN names, or yours"),
]
FederatedBy: TypeAlias = Annotated[
    str | None,
    typer.Option("--federated-by", metavar="USER", help="the user that a federated user's session came from"),
]
ResourcePolicy: TypeAlias = Annotated[
    str | None,
    typer.Option("--resource-policy", metavar="FILE", help="the resource's policy, in the place of the one kept here"),
]
SessionPolicy: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--session-policy", metavar="FILE", help="a session policy; may be given again"),
]
Boundary: TypeAlias = Annotated[
    str | None,
    typer.Option("--boundary", metavar="FILE", help="a permissions boundary, in the place of the caller's"),
]
Scp: TypeAlias = Annotated[
    list[str] | None,
    typer.Option(
        "--scp",
        metavar="FILE",
        help="service control policies of one level, the root's first: one, or a JSON list; may be given again",
    ),
]
Rcp: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--rcp", metavar="FILE", help="resource control policies of one level, besides RCPFullAWSAccess"),
]
Policy: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--policy", metavar="FILE", help="a draft, as if the caller had it too; may be given again"),
]
Without: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--without", metavar="POLICY", help="as if the caller had not got this policy (its name or ARN)"),
]
RevisionNumber: TypeAlias = Annotated[
    int | None, typer.Option("--revision", metavar="N", help="the account as it was right after this revision")
]
OnDate: TypeAlias = Annotated[
    str | None, typer.Option("--on", metavar="DATE", help="the account as it was then; a day alone is its end")
]


class Asked(NamedTuple):
    """The words of a question, sorted."""

    actions: tuple[str, ...]
    resources: tuple[str, ...]


def sorted_words(words: list[str]) -> Asked:
    """Which words are actions and which resources.

    Raises:
        UsageError: a word is neither, or there is no action.
    """
    actions, resources = [], []
    for word in words:
        if word == "*" or word.startswith("arn:") or ("/" in word and ":" not in word):
            resources.append(word)
        elif ":" in word:
            actions.append(word)
        else:
            hint = "an action is service:Name, such as s3:GetObject; a resource is an ARN, user/NAME or *"
            raise UsageError(f"{word} is neither an action nor a resource.", hint=hint)
    if not actions:
        raise UsageError("There is no action.", hint="an action is service:Name, such as s3:GetObject")
    return Asked(tuple(dict.fromkeys(actions)), tuple(dict.fromkeys(resources)) or ("*",))


class Stated(NamedTuple):
    """What the options say of a request, as typed."""

    context: list[str] | None = None
    context_file: list[str] | None = None
    source_ip: str | None = None
    mfa: bool = False
    at: str | None = None
    region: str | None = None
    resource_account: str | None = None

    def circumstances(self, on: "datetime | None" = None) -> "Circumstances":
        """What they mean.

        Args:
            on: when the account is asked; without `--at`, also when the request comes.

        Raises:
            UsageError: a `--context` has no `=`.
            InvalidInput: a file, the address, the moment or the account's id cannot be read.
        """
        from iamctl.service.questions.asking import circumstances_from
        from iamctl.service.questions.moments import moment_from
        from iamctl.service.questions.stated_context import context_from, context_table

        tables = [
            context_table(*read_argument(name, option="--context-file", largest=LARGEST_DOCUMENT))
            for name in self.context_file or ()
        ]
        return circumstances_from(
            context=context_from([_pair(text) for text in self.context or ()], tables),
            source_ip=self.source_ip,
            mfa=self.mfa,
            at=moment_from(self.at, option="--at") if self.at is not None else on,
            region=self.region,
            resource_account=self.resource_account,
        )


class Supposing(NamedTuple):
    """What the options suppose beside the account, as typed."""

    policy: list[str] | None = None
    without: list[str] | None = None
    boundary: str | None = None
    session_policy: list[str] | None = None
    resource_policy: str | None = None
    scp: list[str] | None = None
    rcp: list[str] | None = None

    def supposed(self) -> "Supposed":
        """What they mean.

        Raises:
            InvalidInput: a file cannot be read.
            MalformedPolicyDocument: one breaks the grammar of its kind, with line and column.
        """
        from iamctl.service.questions.supposed import supposed_from

        boundary, resource = self.boundary, self.resource_policy
        return supposed_from(
            drafts=_texts(self.policy, "--policy"),
            without=self.without or (),
            boundary=_text(boundary, "--boundary") if boundary is not None else None,
            session=_texts(self.session_policy, "--session-policy"),
            resource=_text(resource, "--resource-policy") if resource is not None else None,
            service_control=[_file(name) for name in self.scp or ()],
            resource_control=[_file(name) for name in self.rcp or ()],
        )


def moment_of(on: str | None, revision: int | None) -> "datetime | None":
    """The moment of `--on`.

    Raises:
        UsageError: a revision is named as well.
        InvalidInput: it is no moment.
    """
    if on is None:
        return None
    if revision is not None:
        raise UsageError("--revision and --on both say which account is meant; give one of them.")
    from iamctl.service.questions.moments import moment_from

    return moment_from(on, option="--on", is_end=True)


def remark_on(answers: "Sequence[Answer]", *, quiet: bool) -> None:
    """Warn of what is odd about the questions; where the exit status alone answers, of nothing."""
    if quiet:
        return
    from iamctl.cli.output.streams import warn
    from iamctl.service.questions.remarks import remarks_on

    for remark in remarks_on(answers):
        warn(remark)


def _pair(text: str) -> tuple[str, str]:
    key, equals, value = text.partition("=")
    if not equals or not key:
        raise UsageError(f"--context {text} has no value.", hint="it is typed KEY=VALUE: `--context aws:SourceIp=…`")
    return key, value


def _text(argument: str, option: str) -> "Text":
    from iamctl.service.questions.supposed import Text

    return Text(*read_argument(argument, option=option, largest=LARGEST_DOCUMENT))


def _texts(arguments: list[str] | None, option: str) -> "list[Text]":
    return [_text(argument, option) for argument in arguments or ()]


def _file(argument: str) -> "Text":
    from iamctl.service.questions.supposed import Text

    if argument.lstrip().startswith(("{", "[")):
        return Text(argument, "the argument")
    return Text(*read_file(argument, largest=LARGEST_DOCUMENT))
