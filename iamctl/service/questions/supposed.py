"""What a question supposes beside the account: drafts, removals, and policies that the account does not hold."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.engine.policy_set import NamedDocument
from iamctl.errors import InvalidInput, MalformedPolicyDocument
from iamctl.policy.kinds import PolicyKind

if TYPE_CHECKING:
    from collections.abc import Iterable

Documents = tuple[NamedDocument, ...]
Levels = tuple[Documents, ...]


class Text(NamedTuple):
    """A text that a person gave, and what they call it: a file's name."""

    text: str
    source: str


class Supposed(NamedTuple):
    """How the policies of a question differ from the account's.

    Attributes:
        identity: in the place of the caller's own; None takes the account's.
        drafts: besides the caller's own.
        without: names or ARNs of policies that the caller has not got.
        boundary: in the place of the caller's; empty is no boundary, None takes the account's.
        session: session policies; None is none.
        resource: in the place of the resource's; empty is no policy, None takes the account's.
        service_control: one entry for each level, from the organization's root to the account.
        resource_control: likewise; without AWS's RCPFullAWSAccess, which is added where a level allows nothing.
        texts: what the documents above were read from, so that an explanation can point into it.
    """

    identity: Documents | None = None
    drafts: Documents = ()
    without: tuple[str, ...] = ()
    boundary: Documents | None = None
    session: Documents | None = None
    resource: Documents | None = None
    service_control: Levels = ()
    resource_control: Levels = ()
    texts: tuple[Text, ...] = ()


NOTHING = Supposed()


def supposed_from(
    *,
    drafts: Iterable[Text] = (),
    without: Iterable[str] = (),
    boundary: Text | None = None,
    session: Iterable[Text] = (),
    resource: Text | None = None,
    service_control: Iterable[Text] = (),
    resource_control: Iterable[Text] = (),
) -> Supposed:
    """What the texts suppose; a control policies' text is one level, a policy or a JSON list of them.

    Raises:
        MalformedPolicyDocument: a text does not parse or breaks the grammar of its kind, with line and column.
    """
    drafts, session = tuple(drafts), tuple(session)
    service_control, resource_control = tuple(service_control), tuple(resource_control)
    single = (text for text in (boundary, resource) if text is not None)
    sessions = tuple(_document(text, PolicyKind.SESSION, "session policy") for text in session)
    return Supposed(
        drafts=tuple(_document(text, PolicyKind.IDENTITY, "draft") for text in drafts),
        without=tuple(without),
        boundary=None if boundary is None else (_document(boundary, PolicyKind.BOUNDARY, "boundary"),),
        session=sessions or None,
        resource=None if resource is None else (_document(resource, PolicyKind.RESOURCE, "resource policy"),),
        service_control=tuple(_level(text, PolicyKind.SESSION, "SCP") for text in service_control),
        resource_control=tuple(_level(text, PolicyKind.RESOURCE, "RCP") for text in resource_control),
        texts=(*drafts, *single, *session, *service_control, *resource_control),
    )


def _document(text: Text, kind: PolicyKind, what: str) -> NamedDocument:
    from iamctl.policy.document import parse_document  # only a draft pays for the grammar

    return NamedDocument(f"{what} {text.source}", parse_document(text.text, text.source, kind))


def _level(text: Text, kind: PolicyKind, what: str) -> Documents:
    if not text.text.lstrip("\ufeff \t\r\n").startswith("["):
        return (_document(text, kind, what),)
    from iamctl.policy.document import document_of
    from iamctl.syntax.json_read import parse_json

    trees: list[Any] = parse_json(text.text, text.source, error=MalformedPolicyDocument)
    if not trees:
        raise InvalidInput(f"{text.source} holds no policy: a level of an organization has at least one.")
    named = []
    for number, tree in enumerate(trees):
        try:
            named.append(NamedDocument(f"{what} {text.source}[{number}]", document_of(tree, kind)))
        except MalformedPolicyDocument as error:
            hints = [f"{text.source}[{number}]: {hint}" for hint in error.hints]
            raise MalformedPolicyDocument(error.message, hint=hints) from error
    return tuple(named)
