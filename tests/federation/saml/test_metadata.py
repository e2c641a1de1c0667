from __future__ import annotations

from contextlib import suppress

from hypothesis import given
from hypothesis import strategies as st
from service.test_saml_providers import METADATA

from iamctl.errors import InvalidInput, ValidationError
from iamctl.federation.saml.metadata import check_metadata


@given(st.text())
def test_any_text_is_taken_or_refused_in_aws_words(text: str) -> None:
    for document in (text, text + "x" * 1000, METADATA + text):
        with suppress(InvalidInput, ValidationError):
            check_metadata(document)


@given(start=st.integers(0, len(METADATA)), length=st.integers(0, 80), inserted=st.text(max_size=3))
def test_damaged_metadata_is_taken_or_refused_in_aws_words(start: int, length: int, inserted: str) -> None:
    damaged = METADATA[:start] + inserted + METADATA[start + length :]

    with suppress(InvalidInput, ValidationError):
        check_metadata(damaged)
