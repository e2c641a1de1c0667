"""Requests taken apart and answers put together: forms, JSON, pages that say that they are for tests."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

from starlette.responses import HTMLResponse, JSONResponse

from iamctl.endpoint.issuer.tokens import FOR_TESTS
from iamctl.errors import InvalidInput

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from starlette.requests import Request
    from starlette.responses import Response

LARGEST = 256 * 1024
"""Bytes of a body."""
_MOST_FIELDS = 100


async def body_of(request: Request) -> bytes:
    """The body.

    Raises:
        InvalidInput: it is too large.
    """
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > LARGEST:
            raise InvalidInput(f"The body has more than {LARGEST:,} bytes.")
    return bytes(body)


async def form_of(request: Request) -> dict[str, str]:
    """The fields of a form, each once.

    Raises:
        InvalidInput: it is none.
    """
    return fields_of((await body_of(request)).decode("utf-8", "replace"))


def fields_of(query: str) -> dict[str, str]:
    """The fields of a query or form, each once.

    Raises:
        InvalidInput: it is none.
    """
    try:
        pairs = parse_qsl(query, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError:
        raise InvalidInput(f"The form has more than {_MOST_FIELDS} fields.") from None
    fields = dict(pairs)
    if len(fields) != len(pairs):
        raise InvalidInput("A field of the form was given more than once.")
    return fields


async def json_of(request: Request) -> dict[str, Any]:
    """The members of a JSON object; without a body, none.

    Raises:
        InvalidInput: it is none.
    """
    from iamctl.syntax.json_read import parse_json

    body = await body_of(request)
    parsed = parse_json(body.decode("utf-8", "replace"), "the body") if body.strip() else {}
    if not isinstance(parsed, dict):
        raise InvalidInput("The body is no JSON object.")
    return parsed


def json_answer(members: Mapping[str, Any], status: int = 200) -> Response:
    return JSONResponse(dict(members), status_code=status)


def page(title: str, content: str, status: int = 200) -> Response:
    """A page; the title is escaped here, the content by who wrote it."""
    return HTMLResponse(
        f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{escape(title)}</title>'
        f"<h1>{escape(title)}</h1><p><strong>For tests only:</strong> {escape(FOR_TESTS)}.</p>{content}</html>",
        status_code=status,
    )


def form(action: str, hidden: Mapping[str, str], fields: Iterable[tuple[str, str, str]], button: str) -> str:
    """A form that is posted.

    Args:
        fields: name, label and value each.
    """
    kept = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(hidden[name])}">' for name in hidden)
    shown = "".join(
        f'<p><label>{escape(label)} <input name="{escape(name)}" value="{escape(value)}" required></label></p>'
        for name, label, value in fields
    )
    return (
        f'<form method="post" action="{escape(action)}">{kept}{shown}'
        f'<button name="decision" value="yes">{escape(button)}</button> '
        '<button name="decision" value="no" formnovalidate>Refuse</button></form>'
    )


def posted_by_itself(action: str, hidden: Mapping[str, str]) -> Response:
    """A page that posts its form as soon as it is shown."""
    kept = "".join(f'<input type="hidden" name="{escape(name)}" value="{escape(hidden[name])}">' for name in hidden)
    content = f'<form method="post" action="{escape(action)}">{kept}<button>Continue</button></form>'
    return page("Signed in", f"{content}<script>document.forms[0].submit()</script>")
