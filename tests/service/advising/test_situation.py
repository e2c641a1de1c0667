"""What has to be known before anything is advised, and that enough is known then."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import pytest

from iamctl.service.advising.guidance import advise
from iamctl.service.advising.situation import (
    IDENTITY_SYSTEMS,
    OIDC,
    WHERE_APPLICATION,
    WHERE_PEOPLE,
    WHO,
    Situation,
    choices_of,
    first_missing,
    without_effect,
)

KNOWN = Situation(
    account_id="111122223333",
    provider_url="https://idp.example.com",
    client_ids=("acme",),
    subjects=("kim",),
    provider_name="Company",
    metadata_file="metadata.xml",
    account_ids=("444455556666",),
)
FIELDS = {"--who": "who", "--where": "where", "--identity-system": "identity_system"}


def answered(known: Situation, choose: int) -> Situation:
    """The situation once every question was answered by the choice of this number."""
    while (missing := first_missing(known)) is not None:
        names = list(missing.choices)
        known = replace(known, **{FIELDS[missing.option]: names[choose % len(names)]})  # type: ignore[arg-type]
    return known


def test_whatever_is_answered_there_is_an_advice() -> None:
    places = {*WHERE_PEOPLE, *WHERE_APPLICATION}
    for who, where, system in product(WHO, places, IDENTITY_SYSTEMS):
        situation = replace(KNOWN, who=who, where=where, identity_system=system)
        fits = all(getattr(situation, FIELDS[option]) in choices for option, choices in choices_of(situation).items())
        if fits and first_missing(situation) is None:
            assert advise(situation).source.startswith("https://docs.aws.amazon.com/")


@pytest.mark.parametrize("choose", range(9))
def test_the_questions_end(choose: int) -> None:
    assert advise(answered(KNOWN, choose)).answer


def test_nobody_is_asked_for_an_identity_system_whose_program_runs_on_an_instance() -> None:
    assert first_missing(Situation(account_id="1", who="application", where="ec2")) is None


def test_a_federated_person_needs_an_audience_and_no_subject() -> None:
    known = replace(KNOWN, who="people", where="company", identity_system=OIDC, subjects=())

    assert first_missing(known) is None
    missing = first_missing(replace(known, client_ids=()))
    assert missing is not None
    assert missing.option == "--client-id"


def test_what_says_nothing_here_is_named() -> None:
    known = Situation(account_id="1", who="application", where="ec2", names=("Web",), external_id="7d2c", group="X")

    assert without_effect(known) == ["--group", "--external-id"]
