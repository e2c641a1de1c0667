"""What many ask of an account at once is one change; what fails in one request fails there alone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Event

import pytest

from iamctl import bootstrap
from iamctl.endpoint.broker.issuer import Issuer
from iamctl.endpoint.broker.rate import Rate
from iamctl.endpoint.broker.turns import Turns
from iamctl.errors import AccessDenied, StorageFailure, Throttling
from iamctl.service.brokering.issuing import RECORDS, issue_for, list_brokered
from iamctl.service.brokering.person import Person
from iamctl.service.brokering.rules import Grant
from iamctl.service.service import Change, Service

from .conftest import ACCOUNT_ID

KIM = Person(name="kim", through="test")
GRANT = Grant("rule", "Engineer", "kim")


@pytest.fixture
def service(account: Path) -> Service:
    keys = bootstrap.VaultKeys(account / "config" / "iamctl", lambda is_new: "no passphrase")
    return bootstrap.open_service(
        directory=str(account / "home"), account=ACCOUNT_ID, caller="Broker", keys=keys, allow_lock_out=True
    )


@pytest.fixture
def issuer(service: Service) -> Iterator[Issuer]:
    issuer = Issuer(service)
    yield issuer
    issuer.close()


def test_sessions_asked_for_at_once_are_each_recorded(issuer: Issuer, account: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        issued = list(pool.map(lambda _: issuer.do(lambda change: issue_for(change, KIM, GRANT)), range(40)))

    with bootstrap.open_service(directory=str(account / "home")).lookups() as reading:
        recorded = {each.access_key_id for each in list_brokered(reading, person="kim")}
    assert recorded == {each.session.access_key_id for each in issued}
    assert len(recorded) == 40


def test_one_refusal_leaves_the_others_of_the_same_change_alone(issuer: Issuer) -> None:
    held = Event()
    with ThreadPoolExecutor(8) as pool:
        first = pool.submit(issuer.do, lambda change: held.wait(10))
        wrong = pool.submit(issuer.do, lambda change: issue_for(change, KIM, GRANT._replace(role="Nowhere")))
        right = [pool.submit(issuer.do, lambda change: issue_for(change, KIM, GRANT)) for _ in range(4)]
        held.set()

        assert first.result() is True
        with pytest.raises(AccessDenied):
            wrong.result()
        assert all(each.result().credentials for each in right)


def test_nobody_is_given_what_could_not_be_recorded(
    issuer: Issuer, account: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from iamctl.store.marks import LedgerMarks

    def full(*_: object) -> None:
        raise StorageFailure("The disk is full.")

    monkeypatch.setattr(LedgerMarks, "put_all", full)

    with pytest.raises(StorageFailure, match="full"):
        issuer.do(lambda change: issue_for(change, KIM, GRANT))

    monkeypatch.undo()
    assert issuer.do(_records) == []


def _records(change: Change) -> list[str]:
    return list(change.account.marks.all(RECORDS))


def test_a_name_that_cannot_be_a_source_identity_gets_nothing(issuer: Issuer) -> None:
    for name in ("k", "kim park", "aws:kim", "kïm", "x" * 65):
        person = Person(name=name, through="test")
        with pytest.raises(AccessDenied, match="source identity"):
            issuer.do(lambda change, person=person: issue_for(change, person, GRANT))  # type: ignore[misc]


def test_a_rate_lets_a_few_come_at_once_and_then_evenly() -> None:
    now = [0.0]
    rate = Rate(lambda: now[0])

    at_once = [rate.wait("a", 60) for _ in range(11)]
    now[0] = 1.0
    later = [rate.wait("a", 60), rate.wait("a", 60)]

    assert at_once == [0.0] * 10 + [1.0]
    assert later == [0.0, 1.0]
    assert rate.wait("b", 60) == 0.0


def test_under_one_name_attempts_wait_for_one_another_and_a_crowd_is_sent_away() -> None:
    turns = Turns()
    inside, leave = Event(), Event()
    refused = []

    def attempt(_: int) -> None:
        try:
            with turns.of("kim"):
                inside.set()
                leave.wait(10)
        except Throttling:
            refused.append(True)
            leave.set()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(attempt, range(8)))

    assert refused
    with turns.of("kim"), turns.of("lee"):
        assert inside.is_set()
