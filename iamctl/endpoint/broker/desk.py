"""What a broker does with a request: who is it, what may they have, and here it is.

Rules kept here:
  * a proxy's word counts where its key header is there, and nothing else of the request then; else Authorization:
    `Basic` for who has a password, `Bearer` for who has a token;
  * authenticators that take this kind of proof are asked in the file's order; the first that knows the person vouches.
    One that cannot be asked ends it: else its people would be told that their passwords are wrong;
  * under one name one password is tried at a time, and failures slow the next one down, also after a restart
    (`service/brokering/attempts.py`);
  * every answer and every refusal is told to the log, without anything that was typed or issued.
"""

from __future__ import annotations

from base64 import b64decode
from typing import TYPE_CHECKING, Any, NamedTuple

from iamctl.endpoint.broker.authenticator import HEADERS, PASSWORD, TOKEN, NotProven, Proof
from iamctl.endpoint.broker.proxy_headers import ProxyHeaders
from iamctl.endpoint.broker.turns import Turns
from iamctl.errors import IamctlError, Throttling
from iamctl.model.secret import Secret
from iamctl.service.brokering.attempts import attempt_key, check_may_attempt, count_failure, forget_failures
from iamctl.service.brokering.issuing import issue_for
from iamctl.service.brokering.person import check_person_name
from iamctl.service.brokering.rules import chosen, grants_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from iamctl.endpoint.broker.in_force import InForce, Setup
    from iamctl.endpoint.broker.issuer import Issuer
    from iamctl.endpoint.broker.rate import Rate
    from iamctl.service.brokering.person import Person
    from iamctl.service.brokering.rules import Grant
    from iamctl.service.sts.issuing import Issued

LEAST_DURATION, MOST_DURATION = 900, 43_200
Headers = tuple[tuple[str, str], ...]


class Given(NamedTuple):
    """What was handed out."""

    person: Person
    grant: Grant
    issued: Issued


class TooOften(Throttling):
    """An address or a person asks too often.

    Attributes:
        seconds: until the next request may come.
    """

    http_status = 400

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Rate exceeded. The next request may come in {max(1, round(seconds))} s.")
        self.seconds = max(1, round(seconds))


class Desk:
    """Where requests come to.

    Args:
        tell: takes what happened, for the log.
    """

    def __init__(self, in_force: InForce, issuer: Issuer, rate: Rate, tell: Callable[[dict[str, Any]], None]) -> None:
        self.in_force = in_force
        self._issuer = issuer
        self._rate = rate
        self._tell = tell
        self._turns = Turns()

    def give(self, headers: Headers, address: str, *, role: str | None, duration: int | None) -> Given:
        """A session of the role that the person gets.

        Args:
            role: a name or an ARN; None is the only one that there is.
            duration: seconds, at most what the rule says; None is what the rule says.

        Raises:
            IamctlError: nobody is proven, no rule gives it, or the account does not.
        """
        setup = self.in_force.now()
        person = self._known(setup, headers, address)
        try:
            grant = chosen(grants_of(setup.configuration.rules, person), person, role)
            if duration is not None:
                grant = grant._replace(duration_seconds=min(duration, grant.duration_seconds or MOST_DURATION))
            issued = self._issuer.do(lambda change: issue_for(change, person, grant, address=address))
        except IamctlError as error:
            self._refused(error, address, person)
            raise
        self._tell(
            {
                "Event": "Issued",
                "Person": person.name,
                "Through": person.through,
                "Rule": grant.rule,
                "Role": grant.role_name,
                "AccessKeyId": issued.session.access_key_id,
                "Expiration": f"{issued.session.expiration:%Y-%m-%dT%H:%M:%SZ}",
                "Address": address,
            }
        )
        return Given(person, grant, issued)

    def roles(self, headers: Headers, address: str) -> tuple[Person, list[Grant]]:
        """The roles that the person may take on, by the rules; whether the account lets them, asking for one says."""
        setup = self.in_force.now()
        person = self._known(setup, headers, address)
        return person, grants_of(setup.configuration.rules, person)

    def _known(self, setup: Setup, headers: Headers, address: str) -> Person:
        try:
            proof = proof_of(headers, setup)
            if proof.kind != HEADERS:
                self._slow(address, setup.configuration.limits.per_minute)
            person = self._person(setup, proof)
            check_person_name(person.name)
            if proof.kind == HEADERS:
                self._slow(f"person {person.name.lower()}", setup.configuration.limits.per_minute)
        except IamctlError as error:
            self._refused(error, address, None)
            raise
        return person

    def _slow(self, key: str, per_minute: int) -> None:
        if wait := self._rate.wait(key, per_minute):
            raise TooOften(wait)

    def _person(self, setup: Setup, proof: Proof) -> Person:
        if proof.kind != PASSWORD:
            return _vouched(setup, proof)
        name = proof.user_name
        with self._turns.of(attempt_key(name)):
            failed_before = self._issuer.do(lambda change: check_may_attempt(change.account, name))
            try:
                person = _vouched(setup, proof)
            except NotProven:
                self._issuer.do(lambda change: count_failure(change.account, name))
                raise
            if failed_before:
                self._issuer.do(lambda change: forget_failures(change.account, name))
            return person

    def _refused(self, error: IamctlError, address: str, person: Person | None) -> None:
        said: dict[str, Any] = {"Event": "Refused", "Code": error.code, "Address": address}
        if person is not None:
            said |= {"Person": person.name, "Through": person.through, "Message": error.message}
        elif isinstance(error, NotProven):
            said["Why"] = error.why
        else:
            said["Message"] = error.message
        self._tell(said)


def proof_of(headers: Headers, setup: Setup) -> Proof:
    """What the request proves with.

    Raises:
        NotProven: nothing, or more than one thing.
    """
    present = {name for name, _ in headers}
    for authenticator in setup.authenticators:
        if isinstance(authenticator, ProxyHeaders) and authenticator.settings.key_header in present:
            return Proof(HEADERS, headers=headers)
    given = [value for name, value in headers if name == "authorization"]
    if len(given) != 1:
        raise NotProven("no Authorization header" if not given else "several Authorization headers")
    scheme, _, rest = given[0].partition(" ")
    if scheme.lower() == "bearer":
        return Proof(TOKEN, token=Secret(rest.strip()))
    if scheme.lower() != "basic":
        raise NotProven("an Authorization header of another scheme")
    try:
        text = b64decode(rest.strip(), validate=True).decode("utf-8")
    except ValueError:
        raise NotProven("an Authorization header that is not base64") from None
    user_name, colon, password = text.partition(":")
    if not colon:
        raise NotProven("an Authorization header without a password")
    return Proof(PASSWORD, user_name=user_name, password=Secret(password))


def _vouched(setup: Setup, proof: Proof) -> Person:
    """The person, as the first authenticator that knows them says it."""
    whys: list[str] = []
    for authenticator in setup.authenticators:
        if authenticator.takes == proof.kind:
            try:
                return authenticator.person(proof)
            except NotProven as error:
                whys.append(f"{authenticator.name}: {error.why}")
    attempt = f" (attempt under {attempt_key(proof.user_name)})" if proof.kind == PASSWORD else ""
    raise NotProven(("; ".join(whys) or f"no authenticator takes a {proof.kind}") + attempt)


def ways(setup: Setup) -> Sequence[str]:
    """The kinds of proof that are taken, each once."""
    return tuple(dict.fromkeys(authenticator.takes for authenticator in setup.authenticators))
