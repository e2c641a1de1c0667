"""Debian's slapd in a folder of its own: people, groups, TLS with certificates made for it.

Where the package is not installed whoever asks is skipped (`apt-get install slapd ldap-utils`).
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from .oidc_provider import _certificates, free_port

SUFFIX = "dc=acme,dc=example"
PEOPLE = f"ou=people,{SUFFIX}"
SEARCHER, SEARCHER_PASSWORD = f"cn=broker,{SUFFIX}", "the broker's own password"
_ROOT, _ROOT_PASSWORD = f"cn=root,{SUFFIX}", "only for tests"
_CONFIGURATION = """\
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/inetorgperson.schema
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
TLSCACertificateFile {authority}
TLSCertificateFile {certificate}
TLSCertificateKeyFile {key}
security simple_bind=0
threads 4
database mdb
maxsize 67108864
suffix "{suffix}"
rootdn "{root}"
rootpw "{root_password}"
directory {data}
index objectClass,uid eq
access to attrs=userPassword by anonymous auth by * none
access to * by dn.exact="{searcher}" read by self read by * none
overlay memberof
"""


class Directory(NamedTuple):
    """A directory that answers.

    Attributes:
        url: with TLS from the first byte.
        plain_url: without, until StartTLS.
    """

    url: str
    plain_url: str
    authority: Path

    def add(self, ldif: str) -> None:
        self._tool("ldapadd", ldif)

    def modify(self, ldif: str) -> None:
        self._tool("ldapmodify", ldif)

    def _tool(self, program: str, ldif: str) -> None:
        environment = {**os.environ, "LDAPTLS_CACERT": str(self.authority), "LDAPCONF": os.devnull, "HOME": os.devnull}
        command = [program, "-x", "-H", self.url, "-D", _ROOT, "-w", _ROOT_PASSWORD]
        ran = subprocess.run(command, input=ldif, env=environment, text=True, capture_output=True)
        assert ran.returncode == 0, ran.stderr


def person(name: str, password: str, **more: str) -> str:
    """The LDIF of somebody."""
    lines = [f"{key}: {value}" for key, value in {"mail": f"{name}@acme.example", **more}.items()]
    head = f"dn: uid={name},{PEOPLE}\nobjectClass: inetOrgPerson\nuid: {name}\ncn: {name}\nsn: {name}\n"
    return head + f"userPassword: {password}\n" + "\n".join(lines) + "\n\n"


def group(name: str, *members: str) -> str:
    listed = "".join(f"member: uid={each},{PEOPLE}\n" for each in members)
    return f"dn: cn={name},ou=groups,{SUFFIX}\nobjectClass: groupOfNames\ncn: {name}\n{listed}\n"


@contextmanager
def running(folder: Path, *, port: int | None = None) -> Iterator[Directory]:
    """The directory, with the searcher and the units `people` and `groups`.

    Args:
        port: of one that ran in this folder before, whose entries are there still.
    """
    slapd = shutil.which("slapd", path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    if slapd is None or shutil.which("ldapadd") is None:
        pytest.skip("slapd and ldap-utils are not installed")
    key, certificate, authority = _certificates(folder)
    data = folder / "data"
    is_new = not data.exists()
    data.mkdir(exist_ok=True)
    configuration = folder / "slapd.conf"
    configuration.write_text(
        _CONFIGURATION.format(
            authority=authority,
            certificate=certificate,
            key=key,
            suffix=SUFFIX,
            root=_ROOT,
            root_password=_ROOT_PASSWORD,
            data=data,
            searcher=SEARCHER,
        )
    )
    port, plain = port or free_port(), free_port()
    directory = Directory(f"ldaps://127.0.0.1:{port}", f"ldap://127.0.0.1:{plain}", authority)
    log = folder / "slapd.log"
    command = [slapd, "-f", str(configuration), "-h", f"{directory.url} {directory.plain_url}", "-d", "0"]
    with log.open("w") as errors, subprocess.Popen(command, stdout=errors, stderr=errors) as process:
        try:
            _wait(port, process, log)
            if is_new:
                directory.add(_units())
            yield directory
        finally:
            process.terminate()


def _units() -> str:
    units = "".join(
        f"dn: ou={name},{SUFFIX}\nobjectClass: organizationalUnit\nou: {name}\n\n" for name in ("people", "groups")
    )
    searcher = (
        f"dn: {SEARCHER}\nobjectClass: applicationProcess\nobjectClass: simpleSecurityObject\n"
        f"cn: broker\nuserPassword: {SEARCHER_PASSWORD}\n\n"
    )
    return f"dn: {SUFFIX}\nobjectClass: dcObject\nobjectClass: organization\no: Acme\ndc: acme\n\n{units}{searcher}"


def _wait(port: int, process: subprocess.Popen[bytes], log: Path) -> None:
    """Until it listens: slapd tells nobody when."""
    while process.poll() is None:
        with socket.socket() as tried:
            tried.settimeout(1)
            if tried.connect_ex(("127.0.0.1", port)) == 0:
                return
    raise AssertionError(log.read_text())
