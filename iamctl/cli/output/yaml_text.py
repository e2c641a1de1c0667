r"""YAML that readers of YAML 1.1 and of 1.2 take back as equal values.

Rules kept here:
  * block style, lists as deep as the key above them (as `aws --output yaml`), every scalar on one line;
  * a string is plain only when it begins with a letter, `_` or `/` and nothing in it could mean anything else:
    `no`, `null`, `2024-01-01`, `0123` and `1:30` are quoted;
  * quoted strings escape what a reader would refuse, fold or drop, and are the only ones outside ASCII, so that
    the escapes of a poorer encoding (`\xe9`) are YAML's own;
  * an exponent comes with a point (`1.E+400`): without it YAML 1.1 reads a string.

Source: https://yaml.org/spec/1.2.2/ and https://yaml.org/type/
"""

from __future__ import annotations

import re
from decimal import Decimal
from json.encoder import encode_basestring
from typing import Any

from iamctl.cli.output.json_text import scalar_text
from iamctl.cli.output.visible import FORMATTING

_RESERVED = {"y", "n", "yes", "no", "true", "false", "on", "off", "null"}
_PLAIN = re.compile(r"[A-Za-z_/](?:[\w ./@+=,*:-]*[\w./@+=,*-])?", re.ASCII)
_ODD = re.compile(rf"[{FORMATTING}\ufffe\uffff]")
_LONGEST_SIMPLE_KEY = 1000  # readers look 1024 characters ahead for the colon


def render_yaml(value: Any) -> str:
    """One YAML document with a newline at its end."""
    return "\n".join(_lines(value)) + "\n"


def _lines(value: Any) -> list[str]:
    if isinstance(value, dict) and value:
        return [line for key, member in value.items() for line in _member(_scalar(key), member)]
    if isinstance(value, list | tuple) and value:
        return [line for element in value for line in _shifted("- ", _lines(element))]
    return [_scalar(value)]


def _member(key: str, value: Any) -> list[str]:
    nested = bool(value) and isinstance(value, dict | list | tuple)
    if len(key) > _LONGEST_SIMPLE_KEY:
        return [f"? {key}", *_shifted(": ", _lines(value))]
    if not nested:
        return [f"{key}: {_scalar(value)}"]
    lines = _lines(value)
    return [f"{key}:", *(_shifted("  ", lines) if isinstance(value, dict) else lines)]


def _shifted(head: str, lines: list[str]) -> list[str]:
    return [(head if index == 0 else "  ") + line for index, line in enumerate(lines)]


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return _string(value)
    if isinstance(value, dict):
        return "{}"
    if isinstance(value, list | tuple):
        return "[]"
    text = scalar_text(value)
    if isinstance(value, float | Decimal) and "." not in text:
        return re.sub("[eE]", lambda exponent: "." + exponent[0], text)
    return text


def _string(text: str) -> str:
    if _PLAIN.fullmatch(text) and ": " not in text and text.lower() not in _RESERVED:
        return text
    return _ODD.sub(_escape, encode_basestring(text))


def _escape(match: re.Match[str]) -> str:
    number = ord(match[0])
    if number < 0x100:
        return f"\\x{number:02x}"
    return f"\\u{number:04x}" if number < 0x10000 else f"\\U{number:08x}"
