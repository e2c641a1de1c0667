"""Positions of statements as the policy simulator tells them."""

from __future__ import annotations

from iamctl.policy.spans import statement_spans


def spans(text: str) -> list[tuple[int, int, int, int]]:
    return [(span.start.line, span.start.column, span.end.line, span.end.column) for span in statement_spans(text)]


def test_a_statement_begins_just_after_the_bracket_and_ends_just_after_its_brace() -> None:
    assert spans('{"Statement":[{"Effect":"Allow"}]}') == [(1, 15, 1, 33)]


def test_a_second_statement_begins_with_the_comma_before_it() -> None:
    text = '{"Statement":[{"a":1},\n {"a":2}]}'

    assert spans(text) == [(1, 15, 1, 22), (1, 22, 2, 9)]


def test_a_lone_statement_object_begins_after_its_own_brace() -> None:
    assert spans('{"Statement": {"a":1}}') == [(1, 16, 1, 22)]


def test_crlf_is_one_line_break() -> None:
    assert spans('{\r\n"Statement":[\r\n{"a":1}\r\n]}') == [(2, 14, 3, 8)]


def test_a_document_without_statements_has_no_spans() -> None:
    assert spans('{"Version":"2012-10-17"}') == []
