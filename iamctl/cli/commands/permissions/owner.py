"""Whom the permission commands are about: users, groups and roles, alike but for their names."""

from collections.abc import Callable
from typing import Annotated, NamedTuple

import typer


class Owner(NamedTuple):
    """One kind of identity.

    Attributes:
        parameter: what the operations call its name (`user_name`).
        member: what the API calls it (`UserName`).
        example: the name that the examples in help texts use.
    """

    kind: str
    parameter: str
    member: str
    example: str

    def named(self, name: str) -> dict[str, str]:
        """The operation's parameter that names it."""
        return {self.parameter: name}

    def worded(self, command: Callable[..., None], text: str) -> Callable[..., None]:
        """The command in this owner's words: in its help, and for its argument `name`.

        Args:
            text: the help, with `{kind}` and `{example}`.
        """
        command.__doc__ = text.format(kind=self.kind, example=self.example)
        argument = typer.Argument(metavar=self.kind.upper(), help=f"a {self.kind}'s name, ARN or unique id")
        command.__annotations__["name"] = Annotated[str, argument]
        return command


OWNERS = {
    "user": Owner("user", "user_name", "UserName", "alice"),
    "group": Owner("group", "group_name", "GroupName", "Developers"),
    "role": Owner("role", "role_name", "RoleName", "Deploy"),
}

PolicyName = Annotated[str, typer.Argument(metavar="POLICY_NAME", help="an inline policy's name")]
PolicyNames = Annotated[list[str], typer.Argument(metavar="POLICY_NAME...", help="inline policies' names")]
