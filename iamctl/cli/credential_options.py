"""What the commands about credentials have in common: whose they are, which key is meant, where a secret goes."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from iamctl.errors import InvalidInput, NoSuchEntity, UsageError

if TYPE_CHECKING:
    from iamctl.service.account import Account
    from iamctl.service.credential_owners import Owner
    from iamctl.service.service import Reading

OwnerName: TypeAlias = Annotated[
    str | None,
    typer.Argument(
        metavar="USER",
        help="a user's name, ARN or unique id; root is the account's root user; without it, the caller",
        show_default=False,
    ),
]
KeyOrOwner: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="KEY", help="an access key's id; or whose it is, a user or root, where there is one such key"
    ),
]
ResetRequired: TypeAlias = Annotated[
    bool | None,
    typer.Option(
        "--reset-required/--no-reset-required",
        help="it only serves to choose another; without either, a password that is there stays as it is",
        show_default=False,
    ),
]
Stdin: TypeAlias = Annotated[bool, typer.Option("--stdin", help="read it from stdin, a line each")]
SaveProfile: TypeAlias = Annotated[
    str | None,
    typer.Option(
        "--save-profile", metavar="NAME", help="write it as this profile into the AWS shared credentials file"
    ),
]
Out: TypeAlias = Annotated[
    str | None, typer.Option("--out", metavar="FILE", help="write it into a new file that only you can read")
]
Overwrite: TypeAlias = Annotated[
    bool, typer.Option("--force", help="replace the file, or the profile that has another's key")
]
ROOT_WARNING = "the root user has all rights and cannot be held to any policy: a user or a role is the better way"


def owner_parameter(account: "Account", owner: str | None) -> str | None:
    """What the operations take for it: `root` is the root user's ARN, None the caller.

    A user who is called root is named by ARN or unique id.
    """
    return account.settings.arn if owner == "root" else owner


def owner_meant(reading: "Reading", owner: str | None, *, operation: str) -> "Owner":
    """Whose credentials the word means; None is the caller.

    Args:
        operation: that the caller has to be allowed before it learns who is there.

    Raises:
        AccessDenied: the caller may not.
        NoSuchEntity: there is no such user.
    """
    from iamctl.service.credential_owners import the_owner

    named = owner_parameter(reading.account, owner)
    reading.check(operation, user_name=named)
    return the_owner(reading.account, named)


def key_meant(reading: "Reading", word: str, *, operation: str, status: str | None = None) -> tuple["Owner", str]:
    """The key that the word means, and whose it is.

    Args:
        operation: that the caller has to be allowed before it learns what is there.
        word: a key's id, or a user or `root`, who then must have exactly one key.
        status: of keys that are meant where an owner was named; None is any.

    Raises:
        NoSuchEntity: there is no such key and no such user.
        InvalidInput: the owner has several such keys.
    """
    from iamctl.service.access_keys import present, the_owner_of_key
    from iamctl.service.credential_owners import spoken

    account = reading.account
    if word.startswith(("AKIA", "ASIA")) and len(word) == 20:
        reading.check(operation, access_key_id=word)
        return the_owner_of_key(account, word), word
    owner = owner_meant(reading, word, operation=operation)
    keys = [present(key, account.now) for key in owner.access_keys]
    ids = [key.access_key_id for key in keys if status in (None, key.status)]
    if not ids:
        hint = f"list them with `iamctl creds key list {spoken(owner)}`" if keys else None
        raise NoSuchEntity("access key of" if not keys else f"{status} access key of", spoken(owner), hint=hint)
    if len(ids) > 1:
        raise InvalidInput(f"{spoken(owner)} has {len(ids)} such access keys.", hint=[f"say {key}" for key in ids])
    return owner, ids[0]


def seconds_of(text: str, option: str) -> int:
    """A duration as it is typed: `24h`, `90m`, `7d`, `1d12h`, or seconds.

    Raises:
        UsageError: the text is none.
    """
    import re

    parts = re.fullmatch(r"(?:(\d{1,6})d)?(?:(\d{1,6})h)?(?:(\d{1,6})m)?(?:(\d{1,9})s?)?", text, re.ASCII)
    if parts is None or not any(parts.groups()):
        raise UsageError(f"{option} is {text!r}, no duration.", hint=f"say `{option} 24h`, or 90m, 7d, 3600")
    days, hours, minutes, seconds = (int(part or 0) for part in parts.groups())
    return ((days * 24 + hours) * 60 + minutes) * 60 + seconds
