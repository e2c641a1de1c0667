"""Which of the two languages of policy documents a text is in.

A text that begins as no TOML does is JSON, and so is what stands in a file that is called so.
"""

from __future__ import annotations

import re

_JSON = re.compile(r"\ufeff?[ \t\r\n]*(?:\{|\[\s*[{\]])")


def is_json(text: str, source: str = "") -> bool:
    """Whether the text is meant as JSON; otherwise it is meant as TOML.

    Args:
        source: what a person calls the text: a file's name may tell.
    """
    return _JSON.match(text) is not None or source.lower().endswith(".json")
