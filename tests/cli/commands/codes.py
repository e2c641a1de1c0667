"""One-time codes of devices as a person's authenticator makes them."""

from __future__ import annotations

from base64 import b32decode
from datetime import datetime

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

from cli.conftest import Shell


def code_at(seed: str, moment: datetime) -> str:
    return TOTP(b32decode(seed), 6, SHA1(), 30).generate(int(moment.timestamp())).decode()


def enabled_device(shell: Shell, user_name: str, moment: datetime) -> tuple[str, str]:
    """A new device of the user's, enabled at the moment that the program takes for the present: seed and serial."""
    started = shell("creds", "mfa", "enable", user_name, "--start", "--output", "json").json["VirtualMFADevice"]
    seed = started["Base32StringSeed"]
    codes = [code_at(seed, datetime.fromtimestamp(moment.timestamp() + step, moment.tzinfo)) for step in (-30, 0)]
    enabled = shell("creds", "mfa", "enable", user_name, "--code", codes[0], "--code", codes[1])
    assert enabled.status == 0, enabled.err
    return seed, started["SerialNumber"]
