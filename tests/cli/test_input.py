"""Files, stdin and texts that are arguments themselves."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

from iamctl.cli.input import read_argument, read_document, read_file
from iamctl.errors import InvalidInput, MalformedPolicyDocument

ALLOW = '{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}]}'


def stdin_of(monkeypatch: pytest.MonkeyPatch, content: bytes) -> None:
    monkeypatch.setattr(sys, "stdin", SimpleNamespace(buffer=io.BytesIO(content)))


def test_a_file_is_read_without_its_byte_order_mark(tmp_path: Path) -> None:
    file = tmp_path / "policy.json"
    file.write_bytes(b"\xef\xbb\xbf{}")

    assert read_file(str(file)) == ("{}", str(file))


def test_a_dash_is_stdin(monkeypatch: pytest.MonkeyPatch) -> None:
    stdin_of(monkeypatch, b"text")

    assert read_file("-") == ("text", "<stdin>")


ONE_LINE = 'Statement = [{ Effect = "Allow", Action = "s3:*", Resource = "*" }]'


def test_a_file_may_be_written_as_the_aws_cli_has_it(tmp_path: Path) -> None:
    (tmp_path / "policy.json").write_text("{}")

    assert read_argument(f"file://{tmp_path}/policy.json", option="--document") == ("{}", f"{tmp_path}/policy.json")


@pytest.mark.parametrize("text", [ALLOW, f"  {ALLOW}", 'Version = "2012-10-17"\n[[Statement]]\n', ONE_LINE])
def test_a_text_that_cannot_be_a_file_name_is_the_document_itself(text: str) -> None:
    assert read_argument(text, option="--policy-document") == (text, "--policy-document")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match=r"gone\.json cannot be read: there is no such file"):
        read_file(str(tmp_path / "gone.json"))


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be read"):
        read_file(str(tmp_path))


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no file name"):
        read_file("a\0b")
    with pytest.raises(InvalidInput, match="no file's name"):
        read_file("")


def test_too_much_is_refused_without_reading_all_of_it(tmp_path: Path) -> None:
    file = tmp_path / "large.json"
    file.write_bytes(b"x" * 101)

    with pytest.raises(InvalidInput, match="more than 100 bytes"):
        read_file(str(file), largest=100)


def test_bytes_that_are_not_utf_8_are_placed(tmp_path: Path) -> None:
    file = tmp_path / "latin.json"
    file.write_bytes(b"{\n\xe9")

    with pytest.raises(InvalidInput, match="0xe9 in line 2"):
        read_file(str(file))


def test_a_closed_stdin_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", None)

    with pytest.raises(InvalidInput, match="closed"):
        read_file("-")


def test_a_document_is_checked_for_its_owner(tmp_path: Path) -> None:
    file = tmp_path / "trust.json"
    file.write_text(ALLOW)

    assert read_document(str(file), "user").text == ALLOW
    with pytest.raises(MalformedPolicyDocument) as refused:
        read_document(str(file), "trust")
    assert refused.value.place is not None
    assert refused.value.place.source == str(file)
