"""The policies of one user, group or role, and which of them may be taken apart.

inline                    taken apart
managed, the account's    taken apart where it hangs on nobody else, or where shared ones are to be
managed, AWS's            stays: AWS changes it when it likes
of Version 2008-10-17     stays where it has `${`, which it takes literally
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.analysis.simplification import Said
from iamctl.errors import InvalidInput, NoSuchEntity
from iamctl.model.policy import is_published
from iamctl.policy.statements import CURRENT_VERSION
from iamctl.service.finding import find_anything
from iamctl.service.lookup import the_group, the_role, the_user
from iamctl.service.policy_usage import usage_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iamctl.model.document import Document
    from iamctl.service.account import Account
    from iamctl.service.identities import Identity

INLINE, MANAGED, AWS_MANAGED = "inline", "managed", "AWS managed"


class Held(NamedTuple):
    """One policy of the identity.

    Attributes:
        label: as answers call it: `inline Deploy`, or an ARN.
        name: an inline policy's name, a managed one's ARN.
        stays_because: why it is not taken apart; empty is: it is.
        covers: whether others may go because it says the same.
    """

    kind: str
    label: str
    name: str
    document: Document
    stays_because: str = ""
    covers: bool = True

    def statements(self) -> Iterator[Said]:
        tree: Any = self.document.tree
        listed = tree["Statement"] if isinstance(tree["Statement"], list) else [tree["Statement"]]
        for number, statement in enumerate(listed):
            yield Said(statement, self.label, number, is_movable=not self.stays_because)


class Choices(NamedTuple):
    """What a person wants to be taken apart.

    Attributes:
        shared: also policies of the account that hang on others too; those keep them.
        aws_covers: whether what an AWS managed policy says today need not be said again.
        keep: names and ARNs of policies that stay as they are.
    """

    shared: bool = False
    aws_covers: bool = False
    keep: tuple[str, ...] = ()


def identity_named(account: Account, text: str) -> Identity:
    """The user, group or role of this name, ARN or unique id; `group/Developers` where a name means several.

    Raises:
        NoSuchEntity: there is none.
        InvalidInput: it is something else, or several are called so.
    """
    kind, slash, name = text.partition("/")
    if slash and kind in ("user", "group", "role"):
        lookups: dict[str, Any] = {"user": the_user, "group": the_group, "role": the_role}
        found: Identity = lookups[kind](account, name)
        return found
    noun: Any = find_anything(account, text)
    if noun.kind not in ("user", "group", "role"):
        raise InvalidInput(f"{text} is {noun.arn}, which carries no policies.", hint="say a user, a group or a role")
    return noun  # type: ignore[no-any-return]


def held_by(account: Account, identity: Identity, choices: Choices) -> list[Held]:
    """Inline policies, then managed ones, in their order.

    Raises:
        NoSuchEntity: the identity has none of a policy that is to be kept, or one that is attached is not there.
    """
    found = [
        Held(INLINE, f"inline {policy.policy_name}", policy.policy_name, policy.document)
        for policy in identity.inline_policies
    ]
    for arn in identity.attached_policies:
        managed = account.find_policy(arn)
        if managed is None:
            raise NoSuchEntity("policy", arn, hint=f"it is attached to {identity.kind} {identity.name}; see `doctor`")
        document = managed.default_version.document
        kind = AWS_MANAGED if is_published(arn) else MANAGED
        found.append(Held(kind, arn, arn, document))
    _check_kept(identity, found, choices.keep)
    return [_standing(account, each, choices) for each in found]


def _standing(account: Account, held: Held, choices: Choices) -> Held:
    tree: Any = held.document.tree
    if tree.get("Version") != CURRENT_VERSION and "${" in held.document.text:
        return held._replace(stays_because="its Version takes ${…} literally", covers=False)
    if held.kind == AWS_MANAGED:
        return held._replace(stays_because="only AWS changes it", covers=choices.aws_covers)
    if _is_called(held, choices.keep):
        return held._replace(stays_because="it is to be kept")
    if held.kind == MANAGED and not choices.shared:
        usage = usage_of(account, held.name)
        if usage.attachment_count > 1 or usage.permissions_boundary_usage_count:
            return held._replace(stays_because="it hangs on others too")
    return held


def _is_called(held: Held, names: Iterable[str]) -> bool:
    own = {held.name.lower(), held.name.rpartition("/")[2].lower(), held.label.lower()}
    return any(name.lower() in own for name in names)


def _check_kept(identity: Identity, found: list[Held], names: tuple[str, ...]) -> None:
    for name in names:
        if not any(_is_called(each, (name,)) for each in found):
            raise NoSuchEntity("policy", name, hint=f"{identity.kind} {identity.name} does not have it")
