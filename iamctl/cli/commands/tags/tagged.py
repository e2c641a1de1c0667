"""What the tag commands are about: everything with tags, alike but for the names."""

from collections.abc import Callable
from typing import Annotated, NamedTuple

import typer

from iamctl.cli.groups import TAGGED, TAGS

ONE_KEY = "Keys that differ in case only are one key."
TWO_KEYS = "Keys that differ in case are two keys."


class Tagged(NamedTuple):
    """One kind of thing with tags.

    Attributes:
        words: the group of its commands (`provider saml`).
        operations: what the operations on it are called by: `tag_saml_provider`.
        parameter: what the operations call its name.
        called: by what it is named.
        example: the name that the examples in help texts use.
        case: whether `Team` and `team` are one key, as help says it.
    """

    words: str
    operations: str
    parameter: str
    called: str
    example: str
    case: str = TWO_KEYS

    @property
    def one(self) -> str:
        """`a role`."""
        return TAGGED[self.words]

    def named(self, name: str) -> dict[str, str]:
        """The operation's parameter that names it."""
        return {self.parameter: name}

    def worded(self, command: Callable[..., None], word: str, text: str) -> Callable[..., None]:
        """The command in this kind's words: in its help, and for its argument `name`.

        Args:
            word: the command's.
            text: what the help says after its first line, with `{words}`, `{example}` and `{case}`.
        """
        further = text.format(words=self.words, example=self.example, case=self.case)
        command.__doc__ = f"{TAGS[word].format(one=self.one)}\n\n    {further}"
        metavar = self.words.split()[0].upper().replace("-", "_")
        argument = typer.Argument(metavar=metavar, help=self.called)
        command.__annotations__["name"] = Annotated[str, argument]
        return command


KINDS = {
    kind.words: kind
    for kind in (
        Tagged("user", "user", "user_name", "a user's name, ARN or unique id", "alice", ONE_KEY),
        Tagged("role", "role", "role_name", "a role's name, ARN or unique id", "Deploy", ONE_KEY),
        Tagged("policy", "policy", "policy_arn", "a managed policy's name, ARN or unique id", "DeployArtifacts"),
        Tagged(
            "instance-profile",
            "instance_profile",
            "instance_profile_name",
            "an instance profile's name, ARN or unique id",
            "WebServer",
        ),
        Tagged("provider saml", "saml_provider", "saml_provider_arn", "a SAML provider's name or ARN", "Okta"),
        Tagged(
            "provider oidc",
            "open_id_connect_provider",
            "open_id_connect_provider_arn",
            "an OpenID Connect provider's URL or ARN",
            "token.actions.githubusercontent.com",
        ),
    )
}
