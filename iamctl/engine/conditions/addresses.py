"""IP addresses and networks as conditions compare them.

Rules kept here, from live answers of AWS:
  * an IPv4-mapped IPv6 address of a request is its IPv4 address; a network keeps the family it is written in;
  * an IPv4 network ignores host bits, an IPv6 network with host bits set holds nothing;
  * leading zeros and `/+24` are fine; dotted IPv6 is malformed, unless it is a request's mapped address;
  * what is malformed in a policy holds nothing; what is malformed in a request never matches, not even negated.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IPAddress
"""

from __future__ import annotations

import re
from typing import NamedTuple

_COUNT = re.compile(r"[0-9]{1,9}")
_GROUP = re.compile(r"[0-9A-Fa-f]{1,4}")


class Address(NamedTuple):
    """An address: 32 or 128 bits."""

    bits: int
    value: int


class Network(NamedTuple):
    """The addresses of one family whose first `length` bits are those of `value`."""

    bits: int
    value: int
    length: int

    def holds(self, address: Address) -> bool:
        shift = self.bits - self.length
        return self.bits == address.bits and self.value >> shift == address.value >> shift


def read_address(text: str) -> Address | None:
    """The address of a request, or None when it is none; with a prefix length it is none."""
    value = _ipv6(text, dotted=True) if ":" in text else _ipv4(text)
    if value is None:
        return None
    bits = 128 if ":" in text else 32
    if bits == 128 and value >> 32 == 0xFFFF:
        return Address(32, value & 0xFFFFFFFF)
    return Address(bits, value) if not ("." in text and bits == 128) else None


def read_network(text: str) -> Network | None:
    """The network of a policy, or None when it is malformed or holds nothing."""
    address, slash, said = text.partition("/")
    bits = 128 if ":" in address else 32
    value = _ipv6(address, dotted=False) if bits == 128 else _ipv4(address)
    if value is None:
        return None
    if not slash:
        return Network(bits, value, bits)
    said = said.removeprefix("+")
    if not _COUNT.fullmatch(said) or int(said) > bits:
        return None
    length = int(said)
    if bits == 128 and value & ((1 << (bits - length)) - 1):
        return None
    return Network(bits, value, length)


def _ipv4(text: str) -> int | None:
    octets = text.split(".")
    if len(octets) != 4 or not all(_COUNT.fullmatch(octet) and int(octet) <= 255 for octet in octets):
        return None
    value = 0
    for octet in octets:
        value = value << 8 | int(octet)
    return value


def _ipv6(text: str, *, dotted: bool) -> int | None:
    if "." in text:
        head, _, tail = text.rpartition(":")
        low = _ipv4(tail)
        if not dotted or low is None:
            return None
        text = f"{head}:{low >> 16:x}:{low & 0xFFFF:x}"
    before, gap, after = text.partition("::")
    left = before.split(":") if before else []
    right = after.split(":") if after else []
    if not all(map(_GROUP.fullmatch, left + right)):
        return None
    missing = 8 - len(left) - len(right)
    if missing < 1 if gap else missing != 0:
        return None
    value = 0
    for group in [*left, *["0"] * missing, *right]:
        value = value << 16 | int(group, 16)
    return value
