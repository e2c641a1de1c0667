"""What a company's own command answers a broker: JSON in, JSON out. People and passwords are made up."""

import hashlib
import json
import sys

PEOPLE = {
    "kim": ("5e7f8e1f1b7a3a8f", {"mail": "kim@acme.example", "memberOf": ["engineers"]}),
    "lee": ("0f0e0d0c0b0a0908", {"mail": "lee@acme.example", "memberOf": ["auditors"]}),
}


def digest(name: str, salt: str, password: str) -> bytes:
    return hashlib.scrypt(password.encode(), salt=f"{name}{salt}".encode(), n=2**10, r=8, p=1)


asked = json.load(sys.stdin)
name, password = asked["UserName"], asked["Password"]
salt, attributes = PEOPLE.get(name, ("", {}))
right = bool(salt) and digest(name, salt, password) == digest(name, salt, f"the password of {name}")
json.dump({"Authenticated": right, "UserName": name, "Attributes": attributes}, sys.stdout)
