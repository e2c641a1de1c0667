"""Arguments and options that several commands have, worded once.

A command that has one of its own declares it in its module. The options that every command has (`--account`,
`--output`, …) are in `settings.py`.
"""

from typing import Annotated, TypeAlias

import typer

from iamctl.errors import UsageError
from iamctl.model.tag import Tag

Account: TypeAlias = Annotated[
    str | None, typer.Argument(metavar="ACCOUNT", help="the account's id or alias; without it, the one in use")
]
AccountNamed: TypeAlias = Annotated[str, typer.Argument(metavar="ACCOUNT", help="the account's id or alias")]
UserName: TypeAlias = Annotated[str, typer.Argument(metavar="USER", help="a user's name, ARN or unique id")]
UserNames: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="USER...", help="users' names, ARNs or unique ids", show_default=False)
]
NewUserNames: TypeAlias = Annotated[list[str], typer.Argument(metavar="USER...", help="the new users' names")]
GroupName: TypeAlias = Annotated[str, typer.Argument(metavar="GROUP", help="a group's name, ARN or unique id")]
GroupNames: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="GROUP...", help="groups' names, ARNs or unique ids")
]
RoleName: TypeAlias = Annotated[str, typer.Argument(metavar="ROLE", help="a role's name, ARN or unique id")]
RoleNames: TypeAlias = Annotated[list[str], typer.Argument(metavar="ROLE...", help="roles' names, ARNs or unique ids")]
PolicyArn: TypeAlias = Annotated[
    str, typer.Argument(metavar="POLICY", help="a managed policy's name, ARN or unique id")
]
PolicyArns: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="POLICY...", help="managed policies' names, ARNs or unique ids")
]
InstanceProfileName: TypeAlias = Annotated[
    str, typer.Argument(metavar="INSTANCE_PROFILE", help="an instance profile's name, ARN or unique id")
]
InstanceProfileNames: TypeAlias = Annotated[
    list[str], typer.Argument(metavar="INSTANCE_PROFILE...", help="instance profiles' names, ARNs or unique ids")
]
TagArguments: TypeAlias = Annotated[list[str], typer.Argument(metavar="KEY=VALUE...", help="what to tag it with")]
TagKeys: TypeAlias = Annotated[list[str], typer.Argument(metavar="KEY...", help="the keys of the tags to take off")]

Path: TypeAlias = Annotated[str, typer.Option("--path", metavar="PATH", help="begins and ends with /")]
PathPrefix: TypeAlias = Annotated[
    str, typer.Option("--path-prefix", metavar="PATH", help="only those whose path begins like this")
]
NewPath: TypeAlias = Annotated[
    str | None, typer.Option("--new-path", metavar="PATH", help="the path it moves to", show_default=False)
]
PermissionsBoundary: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--permissions-boundary",
        metavar="POLICY",
        help="the managed policy that is the boundary: its name, ARN or unique id",
        show_default=False,
    ),
]
AttachPolicies: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--attach-policy", metavar="POLICY", help="a managed policy to attach; may be given again"),
]
Description: TypeAlias = Annotated[
    str | None, typer.Option("--description", metavar="TEXT", help="at most 1000 characters", show_default=False)
]
Tags: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--tag", metavar="KEY=VALUE", help="tag it; may be given again", show_default=False),
]
PolicyDocument: TypeAlias = Annotated[
    str,
    typer.Option(
        "--policy-document",
        "--document",
        metavar="FILE",
        help="the document, JSON or TOML: a file, - for stdin, or the text itself",
    ),
]

DryRun: TypeAlias = Annotated[bool, typer.Option("--dry-run", help="show what would change, and change nothing")]
Yes: TypeAlias = Annotated[bool, typer.Option("--yes", "-y", help="go ahead without asking")]
Force: TypeAlias = Annotated[bool, typer.Option("--force", help="remove what stands in the way as well")]
IfNotExists: TypeAlias = Annotated[bool, typer.Option("--if-not-exists", help="leave one that exists as it is")]
IgnoreMissing: TypeAlias = Annotated[
    bool, typer.Option("--ignore-missing", help="succeed when there is nothing to take away")
]


def under_path(path_prefix: str) -> str:
    """Which of them an empty list had none of, to be said behind their kind: ` under path /eng/`."""
    return "" if path_prefix == "/" else f" under path {path_prefix}"


def parse_tags(texts: list[str] | None) -> tuple[Tag, ...]:
    """Tags as they are typed: `team=core`, or as the AWS CLI writes them: `Key=team,Value=core`.

    Raises:
        UsageError: one has no `=`.
    """
    return tuple(_parse_tag(text) for text in texts or ())


def _parse_tag(text: str) -> Tag:
    if text.startswith("Key=") and ",Value=" in text:
        key, _, value = text.removeprefix("Key=").partition(",Value=")
        return Tag(key, value)
    key, equals, value = text.partition("=")
    if not equals:
        raise UsageError(f"The tag {text!r} has no value.", hint=f"a tag is typed KEY=VALUE: `{text}=…`")
    return Tag(key, value)
