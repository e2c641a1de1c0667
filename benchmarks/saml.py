"""How long a SAML response takes from its bytes to a verified identity, start-up apart.

python benchmarks/saml.py
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from federation.saml import identity_provider as idp  # noqa: E402
from federation.saml.encrypting import encrypted  # noqa: E402
from lxml import etree  # noqa: E402

from iamctl.federation.saml.verify import verify  # noqa: E402
from iamctl.model.secret import Secret  # noqa: E402

RUNS = 200


def milliseconds(does: Callable[[], object]) -> float:
    """The median of the runs."""
    taken = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        does()
        taken.append(time.perf_counter() - begin)
    return median(taken) * 1000


def large() -> etree._Element:
    """An assertion near the 100,000 characters that STS takes."""
    many = [idp.attribute(f"urn:x:{number}", "x" * 100) for number in range(300)]
    return idp.sign(idp.Said(attributes=many).element())


def main() -> None:
    key = Secret(idp.signer("service").private_pem.decode())
    public = idp.signer("service").key.public_key()
    cases = {
        "signed": idp.enclose(idp.sign(idp.Said().element())),
        "signed twice": idp.sign(idp.enclose(idp.sign(idp.Said().element()))),
        "encrypted": idp.enclose(encrypted(idp.sign(idp.Said().element()), public)),
        "large": idp.enclose(large()),
    }
    for name, root in cases.items():
        text, trusted = idp.packed(root), idp.provider()
        begin = time.perf_counter()
        verify(text, trusted, now=idp.NOW, private_keys=[key])
        first = (time.perf_counter() - begin) * 1000
        often = milliseconds(lambda text=text, trusted=trusted: verify(text, trusted, now=idp.NOW, private_keys=[key]))
        print(f"{name:12} {len(text):6} bytes   first {first:6.1f} ms   then {often:6.2f} ms")


if __name__ == "__main__":
    main()
