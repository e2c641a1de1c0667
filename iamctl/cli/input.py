"""What a command reads besides its words: a file, stdin (`-`) or a text that is an argument itself."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from iamctl.errors import InvalidInput

if TYPE_CHECKING:
    from iamctl.model.document import Document

STDIN = "-"
LARGEST = 64 * 1024 * 1024
"""Bytes. A dump of an account at AWS's ceilings has about 40 MB."""
LARGEST_DOCUMENT = 1024 * 1024
"""Bytes. The API takes 131,072 characters, which are at most 4 bytes each."""


def read_file(argument: str, *, largest: int = LARGEST) -> tuple[str, str]:
    """The text of the file that the argument names, and what to call it in errors.

    Args:
        argument: a path, also with `file://` before it, as the AWS CLI has it; `-` is stdin.

    Raises:
        InvalidInput: it is not there, cannot be read, is too large or is not UTF-8.
    """
    argument = argument.removeprefix("file://")
    source = "<stdin>" if argument == STDIN else argument
    if not argument:
        raise InvalidInput("An empty text is no file's name.")
    try:
        content = _bytes_of(argument, largest)
    except OSError as error:
        reason = "there is no such file" if isinstance(error, FileNotFoundError) else error.strerror or str(error)
        raise InvalidInput(f"{source} cannot be read: {reason}.") from error
    except ValueError as error:
        raise InvalidInput(f"{source!r} is no file name.") from error
    if len(content) > largest:
        raise InvalidInput(f"{source} has more than {largest:,} bytes.")
    try:
        return content.decode("utf-8-sig"), source
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise InvalidInput(f"{source} is not UTF-8: the byte 0x{content[error.start]:02x} in line {line}.") from error


def read_argument(argument: str, *, option: str, largest: int = LARGEST) -> tuple[str, str]:
    """Like `read_file`, but an argument that begins as a document does or has several lines is the text itself.

    Args:
        option: what the text is called in errors when it is the argument itself.
    """
    if is_literal(argument):
        return argument, option
    return read_file(argument, largest=largest)


def read_document(argument: str, owner: str, *, option: str = "--policy-document") -> Document:
    """The policy document that the argument names or is, in JSON or TOML.

    Args:
        owner: what the document is for: a row of `iamctl.service.documents.KINDS`.

    Raises:
        InvalidInput: there is nothing to read.
        MalformedPolicyDocument: it breaks the grammar of its kind, with line and column.
    """
    from iamctl.service.documents import document_from

    text, source = read_argument(argument, option=option, largest=LARGEST_DOCUMENT)
    return document_from(text, source, owner)


def is_literal(argument: str) -> bool:
    """Whether an argument is the text itself and no file's name."""
    begins = argument.lstrip()
    return begins[:1] in ("{", "<") or "\n" in argument or _begins_as_toml(begins)


def _begins_as_toml(text: str) -> bool:
    """Whether the text sets an element of a policy document: `Statement = [{…}]` needs one line only."""
    key, equals, _ = text.partition("=")
    return bool(equals) and key.strip().strip("\"'") in ("Version", "Id", "Statement")


def _bytes_of(argument: str, largest: int) -> bytes:
    """At most one byte more than the largest: enough to see that it is too large."""
    if argument != STDIN:
        with Path(argument).open("rb") as file:
            return file.read(largest + 1)
    if sys.stdin is None:
        raise InvalidInput("<stdin> cannot be read: it is closed.")
    return sys.stdin.buffer.read(largest + 1)
