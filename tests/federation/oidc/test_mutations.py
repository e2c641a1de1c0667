"""Valid tokens, changed at random: none is taken, and each is refused in STS's words and with no failure of ours.

`IAMCTL_TEST_MUTATIONS=100000 pytest -n0 tests/federation/oidc/test_mutations.py` tries so many.
"""

from __future__ import annotations

import json
import os
from base64 import urlsafe_b64decode
from random import Random
from typing import Any

from iamctl.errors import IamError
from iamctl.federation.oidc.verify import verify

from .issuing import ALGORITHMS, AT, NOW, all_keys, claims, part, provider, signed

MUTATIONS = int(os.environ.get("IAMCTL_TEST_MUTATIONS", "3000"))
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/ \n\0é"
VALUES: list[Any] = [
    "",
    "none",
    "admin",
    None,
    True,
    0,
    -1,
    AT,
    AT + 10**6,
    [],
    ["client-a"],
    {},
    {"a": 1},
    1.5,
    "x" * 300,
]
CODES = {"InvalidIdentityToken", "ExpiredTokenException", "ValidationError"}


def a_letter(token: str, chance: Random, others: list[str]) -> str:
    at = chance.randrange(len(token))
    return token[:at] + chance.choice(LETTERS) + token[at + 1 :]


def a_letter_more(token: str, chance: Random, others: list[str]) -> str:
    at = chance.randrange(len(token) + 1)
    return token[:at] + chance.choice(LETTERS) + token[at:]


def a_piece_less(token: str, chance: Random, others: list[str]) -> str:
    at = chance.randrange(len(token))
    return token[:at] + token[at + chance.randint(1, 40) :]


def a_piece_twice(token: str, chance: Random, others: list[str]) -> str:
    at = chance.randrange(len(token))
    return token[:at] + token[at : at + 30] + token[at:]


def parts_of_another(token: str, chance: Random, others: list[str]) -> str:
    return ".".join(
        chance.choice(parts) for parts in zip(token.split("."), chance.choice(others).split("."), strict=True)
    )


def parts_in_another_order(token: str, chance: Random, others: list[str]) -> str:
    parts = token.split(".")
    chance.shuffle(parts)
    return ".".join(parts)


def another_bit(token: str, chance: Random, others: list[str]) -> str:
    parts = token.split(".")
    which = chance.randrange(3)
    content = bytearray(urlsafe_b64decode(parts[which] + "=="))
    content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    parts[which] = part(bytes(content))
    return ".".join(parts)


def another_member(token: str, chance: Random, others: list[str]) -> str:
    parts = token.split(".")
    which = chance.randrange(2)
    members = json.loads(urlsafe_b64decode(parts[which] + "=="))
    name = chance.choice([*members, "jwk", "jku", "crit", "b64", "azp", "nbf", "https://aws.amazon.com/tags", "zip"])
    members[name] = chance.choice([*VALUES, *ALGORITHMS])
    parts[which] = part(members)
    return ".".join(parts)


def a_member_less(token: str, chance: Random, others: list[str]) -> str:
    parts = token.split(".")
    which = chance.randrange(2)
    members = json.loads(urlsafe_b64decode(parts[which] + "=="))
    del members[chance.choice(list(members))]
    parts[which] = part(members)
    return ".".join(parts)


def another_spelling(token: str, chance: Random, others: list[str]) -> str:
    parts = token.split(".")
    which = chance.randrange(2)
    content = urlsafe_b64decode(parts[which] + "==")
    spelt = [content + b" ", b"\n" + content, content.replace(b":", b": ", 1), b"\xef\xbb\xbf" + content, content * 2]
    parts[which] = part(chance.choice(spelt))
    return ".".join(parts)


KINDS = (
    *(a_letter, a_letter_more, a_piece_less, a_piece_twice, parts_of_another),
    *(parts_in_another_order, another_bit, another_member, a_member_less, another_spelling),
)


def test_no_changed_token_is_taken() -> None:
    valid = [signed(claims(), algorithm) for algorithm in ALGORITHMS]
    valid += [signed(claims(sub="bob", nbf=AT - 5, azp="client-a")), signed(claims(amr=["pwd"]), "ES384")]
    keys, chance = all_keys(), Random(6)
    for token in valid:
        assert verify(token, provider(), keys, now=NOW)
    taken: list[str] = []
    tried = 0
    while tried < MUTATIONS:
        changed = chance.choice(KINDS)(chance.choice(valid), chance, valid)
        for _ in range(chance.choice([0, 0, 0, 1, 3])):
            changed = a_letter(changed, chance, valid) if changed else changed
        if changed in valid:
            continue
        tried += 1
        try:
            verify(changed, provider(), keys, now=NOW)
            taken.append(changed)
        except IamError as error:
            assert error.code in CODES, changed

    assert taken == []
