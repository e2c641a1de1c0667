"""Characters that a terminal acts upon instead of showing them.

Names, tags and descriptions come from strangers: an escape sequence in one could recolour, erase or reorder
what a person reads. Here belong the C0 and C1 controls, DEL, the bidirectional overrides, invisible
format characters and lone surrogates (which no encoding takes). Joiners stay: scripts and emoji need them.

Source: https://www.unicode.org/reports/tr36/#Bidirectional_Text_Spoofing
"""

from __future__ import annotations

import re

FORMATTING = (
    r"\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff"
)
"""All of them but the C0 controls, as they stand in a regular expression's set."""
_SHORT = {"\t": r"\t", "\n": r"\n", "\r": r"\r"}


def visible(text: str) -> str:
    r"""The text with every such character written out: `\t`, `\n`, `\r`, `\x1b`, `\u202e`."""
    # Printable text, which nearly all of it is, is told apart without a regular expression.
    return text if text.isprintable() else _acting()[0].sub(_written_out, text)


def visible_line(text: str) -> str:
    """Like `visible`, but tabs stay: a line of a file."""
    return "\t".join(map(visible, text.split("\t")))


def escaped(text: str) -> str:
    r"""A JSON or TOML text with those characters as `\u` escapes; its line ends and tabs stay.

    Both formats allow such characters only inside strings, where the escape means the same.
    """
    pattern = _acting()[1]
    return pattern.sub(utf16_escape, text) if pattern.search(text) else text


def utf16_escape(match: re.Match[str]) -> str:
    r"""The character as JSON escapes it: `\u00e9`, `\ud83d\ude00`."""
    units = match[0].encode("utf-16-be", "surrogatepass")
    return "".join(f"\\u{units[i]:02x}{units[i + 1]:02x}" for i in range(0, len(units), 2))


def utf32_escape(match: re.Match[str]) -> str:
    r"""The character as TOML escapes it: `\u00e9`, `\U0001f600`."""
    number = ord(match[0])
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"


def _acting() -> tuple[re.Pattern[str], re.Pattern[str]]:
    # `re` keeps what it compiled; most commands never ask.
    return re.compile(rf"[\x00-\x1f{FORMATTING}]"), re.compile(rf"[{FORMATTING}]")


def _written_out(match: re.Match[str]) -> str:
    character = match[0]
    number = ord(character)
    if number < 0x100:
        return _SHORT.get(character) or f"\\x{number:02x}"
    return utf32_escape(match)
