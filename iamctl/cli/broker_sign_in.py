"""How a person is known at a broker: by a password, a token, a session at the company's provider, or a proxy."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, NamedTuple

from iamctl.cli.secret_input import line_of_stdin, prompted
from iamctl.errors import AccessDenied, UsageError
from iamctl.model.secret import Secret

if TYPE_CHECKING:
    from iamctl.cli.run import Run
    from iamctl.endpoint.broker.client import Authorization, BrokerClient
    from iamctl.endpoint.broker.oidc_sign_in import Confirmation, OidcSignIn

LARGEST_TOKEN = 64 * 1024


class Options(NamedTuple):
    """What the command line says of it."""

    user: str | None = None
    password_stdin: bool = False
    token_file: str | None = None
    oidc: bool = False
    by_proxy: bool = False

    @property
    def way(self) -> str | None:
        """`password`, `token`, `oidc` or `headers`; None where nothing was said.

        Raises:
            UsageError: several were.
        """
        said = {
            "password": self.user is not None or self.password_stdin,
            "token": self.token_file is not None,
            "oidc": self.oidc,
            "headers": self.by_proxy,
        }
        ways = [way for way, is_said in said.items() if is_said]
        if len(ways) > 1:
            raise UsageError("One way to be known is enough.", hint="say --user, --token-file, --oidc or --by-proxy")
        return ways[0] if ways else None


class SignIn:
    """One person's sign-in.

    Args:
        refresh_token: of a session at the provider that was kept.
        again: the command that a person types at a terminal.
    """

    def __init__(
        self, run: Run, client: BrokerClient, options: Options, *, refresh_token: Secret | None = None, again: str
    ) -> None:
        self._run = run
        self._client = client
        self._options = options
        self.refresh_token = refresh_token
        self._again = again

    def authorization(self) -> Authorization | None:
        """What the broker is sent; None where the proxy before it says who it is.

        Raises:
            UsageError: nothing says how, or nobody is there to be asked.
        """
        from iamctl.endpoint.broker.client import Authorization

        way = self._options.way or self._offered()
        if way == "headers":
            return None
        if way == "oidc":
            return Authorization(self._token_of_provider())
        if way == "token":
            from iamctl.cli.input import read_file

            assert self._options.token_file is not None
            text, _ = read_file(self._options.token_file, largest=LARGEST_TOKEN)
            return Authorization(Secret(text.strip()))
        return self._password()

    def _offered(self) -> str:
        """The way that the broker takes, where it takes one that needs no option."""
        said = self._client.ways()
        ways = said.get("Ways")
        if ways == ["headers"]:
            return "headers"
        if isinstance(ways, list) and "token" in ways and said.get("Issuers") and "password" not in ways:
            return "oidc"
        raise UsageError("Who signs in?", hint="say `--user NAME`, `--oidc`, `--token-file FILE` or `--by-proxy`")

    def _password(self) -> Authorization:
        from iamctl.endpoint.broker.client import Authorization

        user = self._options.user
        if user is None or ":" in user:
            raise UsageError("Who signs in with the password?", hint="say `--user NAME`; a name has no colon")
        if self._options.password_stdin:
            return Authorization(Secret(line_of_stdin(f"the password of {user}")), user)
        instead = f"log in at a terminal with `{self._again}`, or say `--password-stdin`"
        return Authorization(Secret(prompted(self._run, f"password of {user}", twice=False, instead=instead)), user)

    def _token_of_provider(self) -> Secret:
        provider = self._provider()
        signed = provider.taken_up(self.refresh_token) if self.refresh_token is not None else None
        if signed is None:
            if not self._run.is_someone_there:
                raise AccessDenied(
                    "The session at the company's provider is over, and nobody is there to begin another.",
                    hint=f"log in at a terminal with `{self._again}`",
                )
            signed = provider.begun(self._show, time.sleep)
        self.refresh_token = signed.refresh_token
        return signed.id_token

    def _provider(self) -> OidcSignIn:
        from iamctl.endpoint.broker.oidc_sign_in import OidcSignIn

        issuers = self._client.ways().get("Issuers")
        if not isinstance(issuers, list) or len(issuers) != 1 or not isinstance(issuers[0], dict):
            raise UsageError("The broker has no provider, or several, to sign in with.", hint="say `--token-file FILE`")
        said = issuers[0]
        scopes = [scope for scope in said.get("Scopes", []) if isinstance(scope, str)]
        return OidcSignIn(str(said.get("Issuer")), str(said.get("ClientId")), scopes, context=self._client.context)

    def _show(self, confirmation: Confirmation) -> None:
        self._run.note(f"confirm the code {confirmation.code} at {confirmation.address}")
