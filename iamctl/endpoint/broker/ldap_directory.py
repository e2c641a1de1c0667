"""People of an LDAP directory: the directory itself checks the password, by a bind as the person, over TLS alone.

Rules kept here:
  * nothing is sent before TLS holds: `ldaps://`, or `ldap://` with StartTLS; the certificate has to chain to the
    authority and to name the host;
  * an empty password is wrong: a directory takes such a bind for an anonymous one and says that it succeeded;
  * what is typed is escaped wherever it goes; of several entries none is meant; referrals are not followed;
  * a name that nobody has costs a bind too, so that the time tells nothing;
  * connections are kept and bound anew for each person; one that broke while it lay idle is replaced once.

Sources: https://www.rfc-editor.org/rfc/rfc4513 (5.1.2 unauthenticated bind, 3.1.3 server identity)
         https://ldap3.readthedocs.io/en/latest/connection.html
"""

from __future__ import annotations

import re
import ssl
import warnings
from contextlib import suppress
from importlib import import_module
from queue import Empty, LifoQueue
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import urlsplit

from iamctl.endpoint.broker.authenticator import PASSWORD, NotProven, Proof, Unavailable
from iamctl.errors import MachineError
from iamctl.service.brokering.person import Person

if TYPE_CHECKING:
    from collections.abc import Callable

    from iamctl.model.secret import Secret

_TYPED = re.compile(r"[\w+=,.@-]{1,64}", re.ASCII)
_SUCCESS = 0
_REFUSED = {
    19: "constraint violation",
    49: "invalid credentials",
    50: "insufficient access",
    53: "unwilling to perform",
}
_MOST_IDLE = 16


class LdapSettings(NamedTuple):
    """One directory as the broker's file has it.

    Attributes:
        url: `ldaps://host[:port]`, or `ldap://host[:port]`, which is then asked for StartTLS.
        ca_file: PEM; None is the machine's trust store.
        user_dn: the person's DN with `{name}` in it; None finds it by a search.
        base, filter: where and how a person is searched, `{name}` being what was typed.
        bind_dn: who searches; None searches anonymously.
        name_attribute: its value becomes the person's name.
        attributes: what is read of the person.
        timeout: seconds for each answer.
    """

    name: str
    url: str
    base: str
    filter: str = "(uid={name})"
    user_dn: str | None = None
    ca_file: str | None = None
    bind_dn: str | None = None
    bind_password: Secret | None = None
    name_attribute: str = "uid"
    attributes: tuple[str, ...] = ("uid", "mail", "memberOf")
    timeout: int = 5


class _Entry(NamedTuple):
    dn: str
    attributes: dict[str, tuple[str, ...]]


class LdapDirectory:
    """An authenticator on a directory."""

    kind = "ldap"
    takes = PASSWORD

    def __init__(self, settings: LdapSettings) -> None:
        self.name = settings.name
        self.settings = settings
        self._ldap3 = _ldap3()
        self._failure = self._ldap3.core.exceptions.LDAPException
        self._tls = _tls(self._ldap3, settings.ca_file)
        self._searching: LifoQueue[Any] = LifoQueue(_MOST_IDLE)
        self._binding: LifoQueue[Any] = LifoQueue(_MOST_IDLE)

    def person(self, proof: Proof) -> Person:
        password = proof.password
        if password is None or not password.reveal() or "\0" in password.reveal():
            raise NotProven("an empty password")
        if not _TYPED.fullmatch(proof.user_name):
            raise NotProven("a name that no directory has")
        if self.settings.user_dn is not None:
            dn = self.settings.user_dn.replace("{name}", self._escaped_rdn(proof.user_name))
            entry = self._with(self._binding, lambda connection: self._bound_and_read(connection, dn, password))
        else:
            entry = self._found(proof.user_name)
            dn = entry.dn if entry is not None else f"cn=nobody,{self.settings.base}"
            self._with(self._binding, lambda connection: self._bind(connection, dn, password))
        if entry is None:
            raise NotProven("no entry, or several")
        return self._person(entry)

    def look_up(self, user_name: str) -> Person | None:
        if self.settings.user_dn is not None or not _TYPED.fullmatch(user_name):
            return None
        entry = self._found(user_name)
        return self._person(entry) if entry is not None else None

    def check(self) -> None:
        self._with(self._searching, lambda connection: self._search(connection, self.settings.base, "(objectClass=*)"))

    def close(self) -> None:
        for idle in (self._searching, self._binding):
            while (connection := _taken(idle)) is not None:
                self._dropped(connection)

    def _person(self, entry: _Entry) -> Person:
        names = entry.attributes.get(self.settings.name_attribute, ())
        if len(names) != 1:
            raise NotProven(f"an entry with {len(names) or 'no'} values of {self.settings.name_attribute}")
        return Person(name=names[0], through=self.name, attributes={**entry.attributes, "dn": (entry.dn,)})

    def _found(self, user_name: str) -> _Entry | None:
        wanted = self.settings.filter.replace("{name}", self._escaped_filter(user_name))
        found = self._with(
            self._searching, lambda connection: self._search(connection, self.settings.base, wanted, below=True)
        )
        return found[0] if len(found) == 1 else None

    def _with(self, idle: LifoQueue[Any], task: Callable[[Any], Any]) -> Any:
        """Do the task on a connection; an idle one that broke meanwhile is replaced by a new one, once."""
        kept = _taken(idle)
        for connection in (kept, None) if kept is not None else (None,):
            connection = connection or self._opened(is_searching=idle is self._searching)
            try:
                answer = task(connection)
            except NotProven:
                self._put_back(idle, connection)
                raise
            except (self._failure, OSError) as error:
                self._dropped(connection)
                if connection is kept:
                    continue
                raise self._unavailable(error) from None
            except BaseException:
                self._dropped(connection)
                raise
            self._put_back(idle, connection)
            return answer
        raise AssertionError("the second connection is new")

    def _opened(self, *, is_searching: bool) -> Any:
        settings = self.settings
        connection = self._ldap3.Connection(
            self._made_server(),  # a new one: ldap3 remembers of a server that did not answer once that it does not
            client_strategy=self._ldap3.SYNC,
            auto_bind=self._ldap3.AUTO_BIND_NONE,
            auto_referrals=False,
            read_only=True,
            check_names=False,
            receive_timeout=settings.timeout,
        )
        try:
            connection.open(read_server_info=False)
            if not settings.url.startswith("ldaps:") and not connection.start_tls(read_server_info=False):
                raise Unavailable(f"The directory {self.name} does not speak TLS.")
            if is_searching and settings.bind_dn is not None:
                password = settings.bind_password
                assert password is not None, "the file was held to it"
                self._bind(connection, settings.bind_dn, password)
        except BaseException as error:
            self._dropped(connection)
            if isinstance(error, NotProven):
                raise Unavailable(f"The directory {self.name} does not take the broker's own password.") from None
            if isinstance(error, self._failure | OSError):
                raise self._unavailable(error) from None
            raise
        return connection

    def _bind(self, connection: Any, dn: str, password: Secret) -> None:
        connection.rebind(dn, password.reveal(), read_server_info=False)
        code = connection.result["result"]
        connection.password = None
        if code in _REFUSED or code == 32:  # noSuchObject is how some answer for a DN that is not there
            raise NotProven(f"the directory says {_REFUSED.get(code, 'no such entry')}")
        if code != _SUCCESS:
            raise Unavailable(f"The directory {self.name} answers {connection.result['description']}.")

    def _bound_and_read(self, connection: Any, dn: str, password: Secret) -> _Entry | None:
        self._bind(connection, dn, password)
        found = self._search(connection, dn, "(objectClass=*)")
        return found[0] if len(found) == 1 else None

    def _search(self, connection: Any, base: str, wanted: str, *, below: bool = False) -> list[_Entry]:
        settings = self.settings
        connection.search(
            base,
            wanted,
            search_scope=self._ldap3.SUBTREE if below else self._ldap3.BASE,
            attributes=sorted({*settings.attributes, settings.name_attribute}),
            size_limit=2,
            time_limit=settings.timeout,
        )
        code = connection.result["result"]
        if code not in (_SUCCESS, 4, 32):  # sizeLimitExceeded: several; noSuchObject: none
            raise Unavailable(f"The directory {self.name} answers {connection.result['description']}.")
        entries = [each for each in connection.response or () if each["type"] == "searchResEntry"]
        return [_Entry(each["dn"], self._texts(each["raw_attributes"])) for each in entries]

    def _texts(self, raw: dict[str, list[bytes]]) -> dict[str, tuple[str, ...]]:
        """The attributes under the names that the file has for them, values that are no text left out."""
        asked = {name.lower(): name for name in (*self.settings.attributes, self.settings.name_attribute)}
        found = {}
        for name, values in raw.items():
            texts = []
            for value in values:
                try:
                    texts.append(value.decode("utf-8"))
                except UnicodeDecodeError:
                    continue
            if texts:
                found[asked.get(name.lower(), name)] = tuple(texts)
        return found

    def _made_server(self) -> Any:
        parts = urlsplit(self.settings.url)
        is_ldaps = parts.scheme == "ldaps"
        return self._ldap3.Server(
            parts.hostname,
            port=parts.port or (636 if is_ldaps else 389),
            use_ssl=is_ldaps,
            tls=self._tls,
            get_info=self._ldap3.NONE,
            connect_timeout=self.settings.timeout,
        )

    def _escaped_rdn(self, text: str) -> str:
        return str(self._ldap3.utils.dn.escape_rdn(text))

    def _escaped_filter(self, text: str) -> str:
        return str(self._ldap3.utils.conv.escape_filter_chars(text))

    def _unavailable(self, error: Exception) -> Unavailable:
        reason = " ".join(str(error).split())[:200].rstrip(".")
        return Unavailable(f"The directory {self.name} cannot be asked: {reason or type(error).__name__}.")

    def _put_back(self, idle: LifoQueue[Any], connection: Any) -> None:
        if idle.full():
            self._dropped(connection)
        else:
            idle.put(connection)

    def _dropped(self, connection: Any) -> None:
        socket = connection.socket
        with suppress(Exception):  # whatever is wrong with it, it goes
            connection.unbind()
        if socket is not None:
            with suppress(OSError):
                socket.close()


def _taken(idle: LifoQueue[Any]) -> Any | None:
    try:
        return idle.get_nowait()
    except Empty:
        return None


def _tls(ldap3: Any, ca_file: str | None) -> Any:
    """ldap3's TLS by Python's own checks: ldap3's compare names with a function that Python has given up."""
    context = ssl.create_default_context(cafile=ca_file)

    class CheckedTls(ldap3.Tls):  # type: ignore[misc, name-defined, unused-ignore]
        def wrap_socket(self, connection: Any, do_handshake: bool = False) -> None:
            connection.socket = context.wrap_socket(
                connection.socket, server_hostname=connection.server.host, do_handshake_on_connect=do_handshake
            )

    return CheckedTls(validate=ssl.CERT_REQUIRED)


def _ldap3() -> Any:
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)  # of the names that ldap3 has for pyasn1's
            return import_module("ldap3")
    except ImportError:
        raise MachineError(
            "An LDAP directory needs ldap3, which is not installed.", hint="pip install 'iamctl[ldap]'"
        ) from None
