"""npm's certified oidc-provider as a process of its own, with certificates made for the test, and a sign-in with it.

`IAMCTL_TEST_NODE_MODULES` names the folder `node_modules` that it is installed in; without it whoever asks is skipped.
"""

from __future__ import annotations

import base64
import hashlib
import ipaddress
import json
import os
import re
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest

SERVER = Path(__file__).with_name("oidc_provider.mjs")
CLIENT_ID, CLIENT_SECRET = "iamctl-tests", "only for tests"
NATIVE_CLIENT_ID = "iamctl-native"
"""A public client whose answers come to any port of 127.0.0.1."""
REDIRECT = "https://127.0.0.1/callback"


class RunningProvider(NamedTuple):
    """An issuer that listens, and the certificate that it is to be believed by."""

    issuer: str
    authority: Path

    def sign_in(self, login: str) -> str:
        """The ID token of somebody who signs in: authorization code with PKCE, forms filled in without a browser."""
        import httpx

        verifier = base64.urlsafe_b64encode(os.urandom(32)).rstrip(b"=").decode()
        challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
        asked = {
            "client_id": CLIENT_ID,
            "redirect_uri": REDIRECT,
            "response_type": "code",
            "scope": "openid",
            "code_challenge": challenge,
            "code_challenge_method": "S256",
        }
        with httpx.Client(verify=_trusting(self.authority), trust_env=False) as client:
            code = _code(client, f"{self.issuer}/auth?{urlencode(asked)}", login)
            answer = client.post(
                f"{self.issuer}/token",
                auth=(CLIENT_ID, CLIENT_SECRET.replace(" ", "+")),
                data={
                    "grant_type": "authorization_code",
                    "code": code,
                    "redirect_uri": REDIRECT,
                    "code_verifier": verifier,
                },
            )
        assert answer.status_code == 200, answer.text
        return str(answer.json()["id_token"])


def node_modules() -> Path:
    """The folder that npm's packages are installed in; whoever asks is skipped where there is none."""
    folder = os.environ.get("IAMCTL_TEST_NODE_MODULES")
    if not folder or not (Path(folder) / "oidc-provider").is_dir() or shutil.which("node") is None:
        pytest.skip("IAMCTL_TEST_NODE_MODULES names no node_modules with npm's oidc-provider")
    return Path(folder)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


@contextmanager
def running(folder: Path, *keys: dict[str, Any], algorithm: str, port: int | None = None) -> Iterator[RunningProvider]:
    """The provider, signing with the first of these private keys that fits the algorithm.

    Args:
        port: to take the place of one that ran before; its certificates in the folder are used again.
    """
    modules = node_modules()
    port = port or free_port()
    issuer = f"https://127.0.0.1:{port}"
    key, certificate, authority = _certificates(folder)
    client = {
        "client_id": CLIENT_ID,
        "client_secret": CLIENT_SECRET,
        "redirect_uris": [REDIRECT],
        "id_token_signed_response_alg": algorithm,
    }
    native = {
        "client_id": NATIVE_CLIENT_ID,
        "application_type": "native",
        "token_endpoint_auth_method": "none",
        "redirect_uris": ["http://127.0.0.1/callback"],
        "grant_types": ["authorization_code", "urn:ietf:params:oauth:grant-type:device_code"],
        "id_token_signed_response_alg": algorithm,
    }
    wanted = {"issuer": issuer, "port": port, "key": str(key), "certificate": str(certificate), "client": client}
    wanted["clients"] = [native]
    configuration = folder / "oidc-provider.json"
    configuration.write_text(json.dumps({**wanted, "jwks": {"keys": keys}}))
    environment = {**os.environ, "IAMCTL_TEST_NODE_MODULES": str(modules), "NODE_NO_WARNINGS": "1"}
    log = folder / "oidc-provider.log"
    with (
        log.open("w") as errors,
        subprocess.Popen(
            ["node", str(SERVER), str(configuration)], env=environment, stdout=subprocess.PIPE, stderr=errors, text=True
        ) as process,
    ):
        try:
            assert process.stdout is not None
            assert any(line == "ready\n" for line in process.stdout), log.read_text()
            yield RunningProvider(issuer, authority)
        finally:
            process.terminate()


def browse(authority: Path, url: str, login: str) -> str:
    """What a browser does in which somebody signs in; the last page's text."""
    import httpx

    with httpx.Client(verify=_trusting(authority), trust_env=False) as client:
        there = _there(client, url, login, "http://127.0.0.1:")
        return str(client.get(there).text) if there.startswith("http://") else there


def _code(client: Any, url: str, login: str) -> str:
    """The authorization code."""
    said = parse_qs(urlsplit(_there(client, url, login, REDIRECT)).query)
    assert "code" in said, said
    return said["code"][0]


def _there(client: Any, url: str, login: str, redirect: str) -> str:
    """Where the sign-in leads, or the text of a page without a form: the provider's own forms are filled in."""
    answer = client.get(url)
    for _ in range(20):
        if answer.is_redirect:
            there = urljoin(str(answer.url), answer.headers["location"])
            if there.startswith(redirect):
                return there
            answer = client.get(there)
            continue
        action = re.search(r'action="([^"]+)"', answer.text)
        if action is None:
            return str(answer.text)
        filled = dict(re.findall(r'<input[^>]*type="hidden"[^>]*name="([^"]+)"[^>]*value="([^"]*)"', answer.text))
        if 'name="login"' in answer.text:
            filled |= {"login": login, "password": "anything"}
        answer = client.post(urljoin(str(answer.url), action[1]), data=filled)
    raise AssertionError("the sign-in does not end")


def _trusting(authority: Path) -> Any:
    import ssl

    return ssl.create_default_context(cafile=str(authority))


def _certificates(folder: Path) -> tuple[Path, Path, Path]:
    """Key and certificate of 127.0.0.1, and of the authority that signed it: PEM files, made at the first call."""
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    paths = (folder / "server.key", folder / "server.pem", folder / "authority.pem")
    if all(path.exists() for path in paths):
        return paths
    now = datetime.now(UTC)

    def certificate(name: str, key: Any, signer: Any, issuer: str, *extensions: tuple[Any, bool]) -> x509.Certificate:
        built = x509.CertificateBuilder(
            x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, issuer)]),
            x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)]),
            key.public_key(),
            x509.random_serial_number(),
            now - timedelta(hours=1),
            now + timedelta(days=1),
        )
        for extension, critical in extensions:
            built = built.add_extension(extension, critical)
        return built.sign(signer, hashes.SHA256())

    root, leaf = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
    address = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    authority = certificate("tests", root, root, "tests", (x509.BasicConstraints(ca=True, path_length=0), True))
    server = certificate("127.0.0.1", leaf, root, "tests", (address, False))
    plain = serialization.NoEncryption()
    form = serialization.PrivateFormat.PKCS8
    paths[0].write_bytes(leaf.private_bytes(serialization.Encoding.PEM, form, plain))
    paths[1].write_bytes(server.public_bytes(serialization.Encoding.PEM))
    paths[2].write_bytes(authority.public_bytes(serialization.Encoding.PEM))
    return paths


if __name__ == "__main__":  # as $BROWSER: AUTHORITY LOGIN URL
    import sys

    browse(Path(sys.argv[1]), sys.argv[3], sys.argv[2])
