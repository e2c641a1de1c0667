"""Run by the Python that has pysaml2: its IdP, which signs and encrypts by the program xmlsec1.

    python pysaml2_idp.py FOLDER ROLE-PAIR [sign-response] [encrypt]

In the folder lie `key.pem` and `cert.pem`, and `sp-cert.pem` to encrypt for. Prints JSON: `metadata`, `response`.
"""

from __future__ import annotations

import json
import sys
from base64 import b64encode
from pathlib import Path

from saml2 import BINDING_HTTP_REDIRECT
from saml2.authn_context import PASSWORD
from saml2.config import IdPConfig
from saml2.metadata import entity_descriptor
from saml2.saml import NAMEID_FORMAT_PERSISTENT, NameID
from saml2.server import Server

ATTRIBUTES = "https://aws.amazon.com/SAML/Attributes/"
SP = "urn:amazon:webservices"
ACS = "https://signin.aws.amazon.com/saml"


def sp_metadata(certificate: str) -> str:
    body = "".join(certificate.split("-----")[2].split())
    return (
        f'<md:EntityDescriptor xmlns:md="urn:oasis:names:tc:SAML:2.0:metadata" entityID="{SP}"><md:SPSSODescriptor '
        'protocolSupportEnumeration="urn:oasis:names:tc:SAML:2.0:protocol"><md:KeyDescriptor use="encryption">'
        f'<ds:KeyInfo xmlns:ds="http://www.w3.org/2000/09/xmldsig#"><ds:X509Data><ds:X509Certificate>{body}'
        "</ds:X509Certificate></ds:X509Data></ds:KeyInfo></md:KeyDescriptor><md:AssertionConsumerService "
        f'Binding="urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST" Location="{ACS}" index="1"/>'
        "</md:SPSSODescriptor></md:EntityDescriptor>"
    )


def main(folder: str, pair: str, *how: str) -> None:
    place = Path(folder)
    config = IdPConfig().load(
        {
            "entityid": "urn:example:pysaml2",
            "key_file": str(place / "key.pem"),
            "cert_file": str(place / "cert.pem"),
            "xmlsec_binary": "/usr/bin/xmlsec1",
            "metadata": {"inline": [sp_metadata((place / "sp-cert.pem").read_text())]},
            "service": {
                "idp": {
                    "name": "pysaml2",
                    "endpoints": {"single_sign_on_service": [("http://127.0.0.1:1/sso", BINDING_HTTP_REDIRECT)]},
                    "policy": {"default": {"lifetime": {"minutes": 15}, "attribute_restrictions": None}},
                    "name_id_format": [NAMEID_FORMAT_PERSISTENT],
                }
            },
        }
    )
    server = Server(config=config)
    response = server.create_authn_response(
        {f"{ATTRIBUTES}Role": [pair], f"{ATTRIBUTES}RoleSessionName": ["kim"], "eduPersonAffiliation": ["staff"]},
        None,
        ACS,
        SP,
        name_id=NameID(format=NAMEID_FORMAT_PERSISTENT, text="kim"),
        authn={"class_ref": PASSWORD, "authn_auth": "urn:example:pysaml2"},
        sign_assertion=True,
        sign_response="sign-response" in how,
        encrypt_assertion="encrypt" in how,
        encrypt_assertion_self_contained=True,
        sign_alg="http://www.w3.org/2001/04/xmldsig-more#rsa-sha256",
        digest_alg="http://www.w3.org/2001/04/xmlenc#sha256",
    )
    metadata = str(entity_descriptor(config))
    print(json.dumps({"metadata": metadata, "response": b64encode(str(response).encode()).decode()}))


if __name__ == "__main__":
    main(*sys.argv[1:])
