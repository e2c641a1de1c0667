from typing import Annotated

import typer

from iamctl.cli.input import STDIN
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.errors import InvalidInput
from iamctl.service.inspecting import inspect_id, inspect_token, is_id

LARGEST_TOKEN = 32_768

What = Annotated[
    str,
    typer.Argument(
        metavar="ID",
        help="an access key's id or another unique id, a session token, or - to read either from stdin",
    ),
]


def inspect(ctx: typer.Context, what: What) -> None:
    """Tell whose a key id or a session token is, of which account, and whether it is alive; if not, why.

    Nothing is used up, and no secret is needed or shown. A token is as good as a key as long as it lives: give it by
    stdin, since other users of the machine can read command lines.

    Example: iamctl creds inspect AKIAIOSFODNN7EXAMPLE
    Example: iamctl creds inspect ASIAY34FZKBOKMUTVV7A --output json
    Example: iamctl creds inspect - < key-id.txt
    """
    run = run_of(ctx)
    text = _from_stdin() if what == STDIN else what
    if what != STDIN and not is_id(text) and len(text) > 40:
        run.warn("a token on the command line is seen by others: give it by stdin with `-`")
    with run.service().reading("ListSessions") as account:
        if is_id(text):
            members = inspect_id(account, text)
        elif len(text) > 40:
            members = inspect_token(account, text)
        else:
            raise InvalidInput(f"{text} is neither an id nor a session token.")
    run.show(Answer(members, name="Arn"))


def _from_stdin() -> str:
    """The whole of stdin, without white space around it.

    Raises:
        InvalidInput: it is empty, too long, or no text.
    """
    import sys

    stream = getattr(sys.stdin, "buffer", None)
    content = b"" if stream is None else stream.read(LARGEST_TOKEN + 1)
    try:
        text = content.decode("ascii").strip()
    except UnicodeDecodeError:
        raise InvalidInput("Stdin has neither an id nor a session token.") from None
    if not text or len(content) > LARGEST_TOKEN:
        raise InvalidInput("Stdin has neither an id nor a session token.")
    return str(text)
