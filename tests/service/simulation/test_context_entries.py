"""Context entries by type, as recorded answers of the simulator have them."""

from __future__ import annotations

import pytest

from iamctl.errors import IamctlError, InvalidInput, ValidationError
from iamctl.service.simulation.context_entries import ContextEntry, context_of_entries


@pytest.mark.parametrize(
    "kind, given, kept",
    [
        ("string", "01.00", "01.00"),
        ("numeric", "01.00", "1.00"),
        ("numeric", "+1", "1"),
        ("date", "2026-01-01", "2026-01-01T00:00:00.000Z"),
        ("date", "2026-01-01T01:00:00.5+01:00", "2026-01-01T00:00:00.500Z"),
        ("date", "1767225600", "2026-01-01T00:00:00.000Z"),
        ("boolean", "whatever", "whatever"),
        ("ip", "10.1.2.3", "10.1.2.3"),
        ("ip", "2001:db8::1", "2001:db8::1"),
        ("binary", "YQ==", "YQ=="),
    ],
)
def test_a_value_is_kept_as_conditions_compare_it(kind: str, given: str, kept: str) -> None:
    assert context_of_entries([ContextEntry("test:Key", (given,), kind)]) == {"test:key": kept}


@pytest.mark.parametrize("kind, value", [("numeric", "one"), ("date", "never"), ("ip", "nowhere"), ("binary", "!")])
def test_a_value_of_another_type_is_refused(kind: str, value: str) -> None:
    for entry in (ContextEntry("test:Key", (value,), kind), ContextEntry("test:Key", (value,), f"{kind}List")):
        with pytest.raises(InvalidInput, match=f"is not of the type {kind}"):
            context_of_entries([entry])


def test_a_list_type_is_multivalued_whatever_it_holds() -> None:
    entries = [ContextEntry("test:None", (), "stringList"), ContextEntry("test:Some", ("1",), "numericList")]

    assert context_of_entries(entries) == {"test:none": (), "test:some": ("1",)}


@pytest.mark.parametrize(
    "entries, error, sentence",
    [
        ([ContextEntry("test:Key", ("a", "b"))], InvalidInput, "has 2 values"),
        ([ContextEntry("test:Key", ())], InvalidInput, "has 0 values"),
        ([ContextEntry("test:Key", ("a",)), ContextEntry("TEST:key", ("b",))], InvalidInput, "stands twice"),
        ([ContextEntry("key", ("a",))], ValidationError, "5 to 256 characters"),
        ([ContextEntry("test:Key", ("a",), "text")], ValidationError, "Member must satisfy enum value set"),
    ],
)
def test_entries_of_another_shape_are_refused(
    entries: list[ContextEntry], error: type[IamctlError], sentence: str
) -> None:
    with pytest.raises(error, match=sentence):
        context_of_entries(entries)


def test_a_date_beyond_all_calendars_is_kept_as_it_was_written() -> None:
    assert context_of_entries([ContextEntry("test:Key", ("9223372036854775807",), "date")]) == {
        "test:key": "9223372036854775807"
    }
