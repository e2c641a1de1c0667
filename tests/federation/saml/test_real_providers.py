"""Identity providers that share no code with iamctl, nor with one another: npm's saml-idp and pysaml2's.

saml-idp  node; its `samlp` signs by xml-crypto and encrypts by xml-encryption. IAMCTL_TEST_NODE_MODULES names the
          folder node_modules that has it.
pysaml2   signs and encrypts by the C program xmlsec1. IAMCTL_TEST_PYSAML2 names a Python that has it.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from iamctl.errors import InvalidIdentityToken
from iamctl.federation.saml.verify import examine, verify
from iamctl.model.saml_provider import SAMLProvider
from iamctl.model.secret import Secret

from .identity_provider import PREFIX, PROVIDER, RECIPIENT, ROLE, Signer, provider, signer
from .test_verify import Remembered

HERE = Path(__file__).parent
PERSISTENT = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"


def now() -> datetime:
    return datetime.now(UTC)


def write_keys(folder: Path) -> Signer:
    """The identity provider's key and certificate, and ours to encrypt for."""
    idp, ours = signer("real"), signer("service")
    (folder / "key.pem").write_bytes(idp.private_pem)
    (folder / "cert.pem").write_bytes(idp.pem)
    (folder / "sp-cert.pem").write_bytes(ours.pem)
    from cryptography.hazmat.primitives import serialization

    public = ours.key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    (folder / "sp-public.pem").write_bytes(public)
    return ours


ATTRIBUTES = {
    f"{PREFIX}Role": f"{ROLE},{PROVIDER}",
    f"{PREFIX}RoleSessionName": "kim@acme.example",
    f"{PREFIX}PrincipalTag:Team": "core",
}


# saml-idp asks for AES in CBC, which the xml-encryption of today refuses to write: it is asked for GCM in its place.
GCM = """const sealing = require(%s), encrypt = sealing.encrypt
sealing.encrypt = (text, how, done) =>
  encrypt(text, { ...how, encryptionAlgorithm: "http://www.w3.org/2009/xmlenc11#aes256-gcm" }, done)
"""


class SamlIdp:
    """A running saml-idp."""

    def __init__(self, url: str) -> None:
        self.url = url

    def metadata(self) -> str:
        with urllib.request.urlopen(f"{self.url}/metadata", timeout=10) as answer:
            return str(answer.read().decode())

    def sign_in(self) -> bytes:
        """What a browser posts after kim has signed in."""
        form = {"userName": "kim", "nameIdFormat": PERSISTENT} | ATTRIBUTES
        data = urllib.parse.urlencode(form).encode()
        with urllib.request.urlopen(f"{self.url}/signin", data=data, timeout=10) as answer:
            page = answer.read().decode()
        found = re.search(r'name="SAMLResponse"[^>]*value="([^"]+)"', page)
        assert found is not None, page
        return html.unescape(found[1]).encode()

    def sign_in_at(self, url: str) -> int:
        """A browser in which kim signs in where a request leads; what is answered where the form is posted then."""
        with urllib.request.urlopen(url, timeout=10) as answer:
            page = answer.read().decode()
        asked = re.search(r"""name="_authnRequest"[^>]*value='([^']*)'""", page)
        assert asked is not None, page
        form = {"userName": "kim", "nameIdFormat": PERSISTENT, "_authnRequest": html.unescape(asked[1])} | ATTRIBUTES
        with urllib.request.urlopen(
            f"{self.url}/signin", data=urllib.parse.urlencode(form).encode(), timeout=10
        ) as answer:
            page = answer.read().decode()
        action = re.search(r'<form[^>]*action="([^"]+)"', page)
        assert action is not None, page
        fields = dict(re.findall(r'<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"', page))
        data = urllib.parse.urlencode({name: html.unescape(value) for name, value in fields.items()}).encode()
        with urllib.request.urlopen(html.unescape(action[1]), data=data, timeout=10) as answer:
            return int(answer.status)


def start(folder: Path, *options: str) -> tuple[subprocess.Popen[bytes], SamlIdp]:
    modules = os.environ.get("IAMCTL_TEST_NODE_MODULES")
    program = Path(modules or "", "saml-idp", "bin", "run.js")
    if not modules or not program.is_file() or shutil.which("node") is None:
        pytest.skip("IAMCTL_TEST_NODE_MODULES names no folder with saml-idp, or there is no node")
    known = [{"id": name, "optional": False, "displayName": name, "description": name} for name in ATTRIBUTES]
    config = {"user": {"userName": "nobody", "nameIdFormat": PERSISTENT} | ATTRIBUTES, "metadata": known}
    (folder / "config.js").write_text(f"module.exports = {json.dumps(config)}")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    said = ("--acsUrl", RECIPIENT, "--audience", "urn:amazon:webservices", "--issuer", "urn:example:saml-idp")
    keys = ("--cert", "cert.pem", "--key", "key.pem", "--configFile", str(folder / "config.js"))
    listens = ("--host", "127.0.0.1", "--port", str(port))
    (folder / "gcm.js").write_text(GCM % json.dumps(str(Path(modules, "xml-encryption"))))
    command = ("node", "--require", str(folder / "gcm.js"), str(program), *said, *keys, *listens, *options)
    process = subprocess.Popen(command, cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    assert process.stdout is not None
    for line in process.stdout:
        if b"IdP Metadata" in line or b"/metadata" in line:
            return process, SamlIdp(f"http://127.0.0.1:{port}")
    raise AssertionError("saml-idp did not start")


@pytest.fixture(scope="module", params=["clear", "encrypted"])
def saml_idp(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[SamlIdp]:
    """saml-idp, with assertions in clear and encrypted."""
    folder = tmp_path_factory.mktemp("saml-idp")
    write_keys(folder)
    sealing = ("--encryptAssertion", "--encryptionCert", "sp-cert.pem", "--encryptionPublicKey", "sp-public.pem")
    process, idp = start(folder, *(sealing if request.param == "encrypted" else ()))
    try:
        yield idp
    finally:
        process.kill()
        process.wait()
        assert process.stdout is not None
        process.stdout.close()


def keys() -> list[Secret]:
    return [Secret(signer("service").private_pem.decode())]


def test_saml_idps_people_sign_in(saml_idp: SamlIdp) -> None:
    identity = verify(saml_idp.sign_in(), provider(text=saml_idp.metadata()), now=now(), private_keys=keys())

    assert (identity.subject, identity.subject_type, identity.issuer) == ("kim", "persistent", "urn:example:saml-idp")
    assert (identity.audience, identity.roles) == (RECIPIENT, ((ROLE, PROVIDER),))
    assert (identity.role_session_name, identity.tags) == ("kim@acme.example", (("Team", "core"),))


def test_saml_idps_assertion_passes_a_strict_provider_once(saml_idp: SamlIdp) -> None:
    text, trusted, memory = saml_idp.sign_in(), provider(text=saml_idp.metadata()), Remembered()

    verify(text, trusted, now=now(), private_keys=keys(), strict=True, used=memory)

    with pytest.raises(InvalidIdentityToken, match="used before"):
        verify(text, trusted, now=now(), private_keys=keys(), strict=True, used=memory)


def test_saml_idps_key_is_its_own(saml_idp: SamlIdp) -> None:
    other = provider(text=saml_idp.metadata().replace(signer("real").base64, signer("stranger").base64))

    with pytest.raises(InvalidIdentityToken, match="Response signature invalid"):
        verify(saml_idp.sign_in(), other, now=now(), private_keys=keys())


def test_a_running_saml_idp_refuses_what_it_does_not_know(saml_idp: SamlIdp) -> None:
    with pytest.raises(urllib.error.HTTPError):
        urllib.request.urlopen(f"{saml_idp.url}/nothing", timeout=10)


def pysaml2(folder: Path, *how: str) -> tuple[bytes, SAMLProvider]:
    """A response of pysaml2's, and the provider of its metadata."""
    python = os.environ.get("IAMCTL_TEST_PYSAML2", sys.executable)
    if shutil.which("xmlsec1") is None:
        pytest.skip("there is no xmlsec1")
    if subprocess.run((python, "-c", "import saml2"), capture_output=True, check=False).returncode:
        pytest.skip("IAMCTL_TEST_PYSAML2 names no Python with pysaml2")
    write_keys(folder)
    command = (python, "-W", "ignore", str(HERE / "pysaml2_idp.py"), str(folder), f"{ROLE},{PROVIDER}", *how)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    return said["response"].encode(), provider(text=said["metadata"])


@pytest.mark.parametrize("how", [(), ("sign-response",)])
def test_pysaml2s_people_sign_in(how: tuple[str, ...], tmp_path: Path) -> None:
    text, trusted = pysaml2(tmp_path, *how)

    identity = verify(text, trusted, now=now(), private_keys=keys(), strict=True, used=Remembered())

    assert (identity.subject, identity.subject_type, identity.issuer) == ("kim", "persistent", "urn:example:pysaml2")
    assert (identity.audience, identity.roles) == (RECIPIENT, ((ROLE, PROVIDER),))
    assert identity.condition_keys["saml:edupersonaffiliation"] == ("staff",)
    parts = [check.part for check in examine(text, trusted, now=now(), private_keys=keys()).checks]
    assert ("response signature" in parts) == ("sign-response" in how)


def test_pysaml2s_triple_des_is_refused_by_name(tmp_path: Path) -> None:
    text, trusted = pysaml2(tmp_path, "encrypt")

    with pytest.raises(InvalidIdentityToken, match="Invalid base64 SAMLResponse") as raised:
        verify(text, trusted, now=now(), private_keys=keys())

    assert "tripledes-cbc' is not taken; AES of 128 or 256 bits in CBC or GCM is" in raised.value.hints[0]
