"""Mutations of valid responses: none is taken unless what was signed is unchanged.

By default a size for every run. By hand: IAMCTL_TEST_MUTATIONS=100000 pytest tests/federation/saml/test_mutations.py
"""

from __future__ import annotations

import copy
import os
import random
from collections.abc import Callable, Iterator

import pytest
from lxml import etree

from iamctl.errors import IamError
from iamctl.federation.saml.identity import SamlIdentity
from iamctl.federation.saml.verify import verify
from iamctl.model.secret import Secret

from .encrypting import XENC, encrypted
from .identity_provider import NOW, NS, PREFIX, Said, attribute, enclose, provider, sign, signer

COUNT = int(os.environ.get("IAMCTL_TEST_MUTATIONS", "2000"))
PIECES = (
    b"<!---->",
    b"<?x?>",
    b"]]>",
    b"&amp;",
    b"&#0;",
    b"&x;",
    b"<a/>",
    b'"',
    b"'",
    b">",
    b"<",
    b" ",
    b"\x00",
    b"\xff",
)
SAID = Said(attributes=[attribute(f"{PREFIX}PrincipalTag:Team", "core"), attribute("urn:oid:2.5.4.3", "Kim", "Lee")])


def clear() -> etree._Element:
    return enclose(sign(SAID.element()))


def both() -> etree._Element:
    return sign(enclose(sign(SAID.element())))


def sealed() -> etree._Element:
    return enclose(encrypted(sign(SAID.element()), signer("service").key.public_key(), algorithm=f"{XENC}aes128-cbc"))


def of_bytes(text: bytes, lot: random.Random) -> bytes:
    """The text with a few bytes turned, taken out, put in, doubled or moved."""
    changed = bytearray(text)
    for _ in range(lot.choice((1, 1, 1, 2, 5))):
        at, length = lot.randrange(len(changed)), lot.choice((1, 1, 2, 8, 60))
        what = lot.randrange(5)
        if what == 0:
            changed[at] ^= 1 << lot.randrange(8)
        elif what == 1:
            del changed[at : at + length]
        elif what == 2:
            changed[at:at] = lot.choice(PIECES)
        elif what == 3:
            changed[at:at] = changed[at : at + length]
        else:
            piece = changed[at : at + length]
            del changed[at : at + length]
            to = lot.randrange(len(changed) + 1)
            changed[to:to] = piece
    return bytes(changed)


def of_tree(text: bytes, lot: random.Random) -> bytes:
    """The document with an element doubled, moved, taken out, renamed or told something else."""
    root = etree.fromstring(text)
    elements = [each for each in root.iter() if each is not root]
    one, other = lot.choice(elements), lot.choice([root, *elements])
    parent = one.getparent()
    assert parent is not None
    what = lot.randrange(7)
    if what == 0:
        other.insert(lot.randrange(len(other) + 1), copy.deepcopy(one))
    elif what == 1 and other is not one and one not in other.iterancestors():
        other.insert(lot.randrange(len(other) + 1), one)
    elif what == 2:
        parent.remove(one)
    elif what == 3:
        one.tag = str(other.tag)
    elif what == 4:
        one.text = lot.choice(["", "root", "arn:aws:iam::111122223333:role/Admin", other.text])
    elif what == 5 and one.attrib:
        one.set(lot.choice(list(one.attrib)), lot.choice(["", "x", *map(str, other.attrib.values())]))
    else:
        one.set(lot.choice(["ID", "Id", "x", "Recipient", "URI"]), lot.choice(["", "_assertion-1", "_response-1", "x"]))
    return etree.tostring(root)


def said_by(text: bytes) -> bytes | None:
    """The assertion's canonical text without its signature; None where it is encrypted."""
    assertion = etree.fromstring(text).find("saml:Assertion", NS)
    if assertion is None:
        return None
    signature = assertion.find("ds:Signature", NS)
    if signature is not None:
        assertion.remove(signature)
    return etree.tostring(assertion, method="c14n", exclusive=True)


def mutations(whole: bytes, seed: int) -> Iterator[bytes]:
    lot = random.Random(seed)
    for _ in range(COUNT // len(SHAPES)):
        mutated = lot.choice((of_bytes, of_tree))(whole, lot)
        if mutated != whole:
            yield mutated


SHAPES: dict[str, Callable[[], etree._Element]] = {"signed": clear, "signed twice": both, "encrypted": sealed}


@pytest.mark.parametrize("shape", SHAPES)
def test_no_mutation_says_anything_that_was_not_signed(shape: str) -> None:
    whole = etree.tostring(SHAPES[shape]())
    keys = [Secret(signer("service").private_pem.decode())]
    trusted = provider()

    def read(text: bytes) -> SamlIdentity:
        return verify(text, trusted, now=NOW, private_keys=keys)

    original, refused = read(whole), 0
    for mutated in mutations(whole, seed=len(shape)):
        try:
            identity = read(mutated)
        except IamError:
            refused += 1
            continue
        assert identity == original, mutated
        assert said_by(mutated) == said_by(whole), mutated

    assert refused > COUNT // len(SHAPES) // 2
