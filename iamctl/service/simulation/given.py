"""What a person gives a simulation, as the API's parameters: files in JSON or TOML, and names instead of ARNs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.errors import InvalidInput, NoSuchEntity
from iamctl.model.document import Document
from iamctl.policy.kinds import PolicyKind
from iamctl.service.simulation.sources import parsed

if TYPE_CHECKING:
    from iamctl.service.account import Account

_KINDS = {"identity": PolicyKind.SESSION, "resource": PolicyKind.RESOURCE, "trust": PolicyKind.TRUST}


def json_text(text: str, source: str, owner: str = "identity") -> str:
    """The policy's JSON: the text itself, whose positions an answer tells, or what TOML stands for.

    Args:
        owner: `identity` (SCPs and boundaries too), `resource` or `trust`.

    Raises:
        InvalidInput: it is no policy, with line and column.
    """
    document = parsed(text, source, _KINDS[owner])
    return text if text.lstrip("\ufeff \t\r\n").startswith("{") else document.text


def level_texts(text: str, source: str) -> tuple[str, ...]:
    """The policies of one level of an organization: one, or a JSON list of them.

    Raises:
        InvalidInput: one is no policy.
    """
    if not text.lstrip("\ufeff \t\r\n").startswith("["):
        return (json_text(text, source),)
    from iamctl.syntax.json_read import parse_json

    trees: list[Any] = parse_json(text, source)
    texts = [Document.of(tree).text for tree in trees]
    return tuple(json_text(each, f"{source}[{number}]") for number, each in enumerate(texts))


def source_arn(account: Account, text: str) -> str:
    """The ARN of the user, group or role that the text names; an ARN is given back.

    Raises:
        NoSuchEntity: there is none.
        InvalidInput: the name means several.
    """
    if text.startswith("arn:"):
        return text
    found = [shelf.find(text) for shelf in (account.users, account.groups, account.roles)]
    arns = [identity.arn for identity in found if identity is not None]
    if len(arns) > 1:
        raise InvalidInput(f"The name {text} means {len(arns)} entities.", hint=[f"say {arn}" for arn in arns])
    if not arns:
        from iamctl.syntax.spelling import near

        names = [name for shelf in (account.users, account.groups, account.roles) for name in shelf.names()]
        close = near(text, names)
        hint = f"did you mean {' or '.join(close)}? " if close else ""
        listing = "list them with `iamctl user list`, `iamctl group list` and `iamctl role list`"
        raise NoSuchEntity("user, group or role", text, hint=hint + listing)
    return arns[0]
