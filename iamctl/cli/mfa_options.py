"""What the commands about MFA devices have in common: which device is meant, and where two codes come from."""

from typing import TYPE_CHECKING, Annotated, TypeAlias

import typer

from iamctl.errors import AccessDenied, InvalidInput, NoSuchEntity, UsageError

if TYPE_CHECKING:
    from iamctl.cli.run import Run
    from iamctl.model.mfa_device import MFADevice
    from iamctl.model.secret import Secret
    from iamctl.service.credential_owners import Owner
    from iamctl.service.service import Reading

Device: TypeAlias = Annotated[
    str,
    typer.Argument(
        metavar="DEVICE", help="a serial number or a device's name; or whose it is, where there is one such device"
    ),
]
CodesByStdin: TypeAlias = Annotated[bool, typer.Option("--stdin", help="read both codes from stdin, a line each")]
Codes: TypeAlias = Annotated[
    list[str] | None,
    typer.Option("--code", metavar="CODE", help="one of the two codes, the older first; say it twice"),
]
ROOT_DEVICE = "root-account-mfa-device"
CODES_INSTEAD = "say `--stdin` and give both codes, a line each, the older first; or say `--code` twice"


def default_name(owner: "Owner") -> str:
    """What a device is called where nobody says it: as its owner, AWS's word for the root user's."""
    from iamctl.service.credential_owners import is_root

    return ROOT_DEVICE if is_root(owner) else owner.name


def check_codes_given(stdin: bool, codes: list[str] | None) -> None:
    """That codes come from one place and are two.

    Raises:
        UsageError: they do not, or are not.
    """
    if codes and stdin:
        raise UsageError("--stdin and --code are two ways to give the codes.", hint="leave one of them out")
    if codes and len(codes) != 2:
        raise UsageError("Two codes are needed, one right after the other.", hint="say `--code` twice")


def two_codes(run: "Run", device_name: str, *, stdin: bool, codes: list[str] | None) -> tuple["Secret", "Secret"]:
    """The two codes as they are given; spaces that authenticators show in them go.

    Raises:
        UsageError: nobody is there to type them.
        InvalidInput: stdin has no two lines.
    """
    from iamctl.cli.secret_input import line_of_stdin, prompted
    from iamctl.model.secret import Secret

    if codes:
        texts = codes
    elif stdin:
        texts = [line_of_stdin(f"the {which} code") for which in ("first", "second")]
    else:
        texts = [
            prompted(run, f"{which} of {device_name}", twice=False, instead=CODES_INSTEAD)
            for which in ("code", "next code")
        ]
    first, second = (Secret("".join(text.split())) for text in texts)
    return first, second


def device_meant(reading: "Reading", word: str, *, operation: str) -> tuple["Owner | None", "MFADevice"]:
    """The device that the word means, and whose it is; None is nobody's.

    Args:
        word: a serial number or a device's name; or a user or `root`, who then must have exactly one device.
        operation: that the caller has to be allowed before it learns what is there.

    Raises:
        AccessDenied: the caller may not.
        NoSuchEntity: there is no such device, and no such user, or the user has none.
        InvalidInput: the user has several, or the word is one user's and another's device.
    """
    from iamctl.cli.credential_options import owner_meant, owner_parameter
    from iamctl.service.credential_owners import is_root, spoken
    from iamctl.service.mfa_codes import devices_of
    from iamctl.service.mfa_devices import find_device

    account = reading.account
    held = None if word == "root" else find_device(account, word)
    if held is not None:
        _check_may_know(reading, held.owner, word, held.device, operation)
        if held.owner is not None and (is_root(held.owner) or held.owner.name.lower() != word.lower()):
            user = account.users.find(word)
            if user is not None and devices_of(user):
                raise InvalidInput(
                    f"{word} is a device of {spoken(held.owner)}, and a user with devices.",
                    hint=[f"say {each.serial_number}" for each in (held.device, *devices_of(user))],
                )
        return held.owner, held.device
    if word.startswith("arn:") and ":mfa/" in word:
        reading.check(operation, user_name=None)
        raise NoSuchEntity("mfa device", word, hint="list them with `iamctl creds mfa list --virtual`")
    try:
        owner = owner_meant(reading, owner_parameter(account, word), operation=operation)
    except NoSuchEntity as error:
        hint = "list them with `iamctl creds mfa list --virtual`"
        raise NoSuchEntity("mfa device", word, hint=hint) from error
    devices = devices_of(owner)
    if not devices:
        raise NoSuchEntity("mfa device", word, hint=f"{spoken(owner)} has none")
    if len(devices) > 1:
        raise InvalidInput(
            f"{spoken(owner)} has {len(devices)} MFA devices.", hint=[f"say {each.name}" for each in devices]
        )
    return owner, devices[0]


def _check_may_know(reading: "Reading", owner: "Owner | None", word: str, device: "MFADevice", operation: str) -> None:
    """That the caller may do this to the device; a refusal does not tell whose it is.

    Raises:
        AccessDenied: the caller may not.
    """
    if owner is None:
        reading.check("DeleteVirtualMFADevice", serial_number=device.serial_number)
        return
    try:
        reading.check(operation, user_name=owner.arn)
    except AccessDenied:
        reading.check(operation, user_name=word.rpartition("/")[2])
        raise
