"""Policy variables: where they may stand, how they are written, and whether their keys exist.

Source: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from iamctl.analysis.validation.issues import Finding, finding
from iamctl.policy.conditions import OPERATORS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iamctl.analysis.validation.parts import DocumentPart, StatementPart, Text

_VARIABLE = re.compile(r"\$\{([^}]*)(\}?)")
_DEFAULT = re.compile(r"([^,]*),\s*(.*)", re.DOTALL)
_ESCAPES = ("*", "?", "$")
_TAKING = ("string", "arn", "boolean")


def check_variables(document: DocumentPart) -> Iterator[Finding]:
    """Every finding about `${…}`."""
    for statement in document.statements:
        for text in (*(statement.actions or ()), *(statement.not_actions or ())):
            yield from _unsupported_in_element(text)
        for _, text in statement.principals:
            yield from _unsupported_in_element(text)
        for text in (*(statement.resources or ()), *(statement.not_resources or ())):
            yield from _variables_of(text, document)
        yield from _conditions(statement, document)


def variable_keys(text: str) -> list[str]:
    """The keys of the variables that are written as they should be; escapes such as `${*}` have none."""
    found = []
    for inside, brace in _VARIABLE.findall(text):
        name = inside.partition(",")[0]
        if brace and name and name not in _ESCAPES and " " not in name:
            found.append(name)
    return found


def _conditions(statement: StatementPart, document: DocumentPart) -> Iterator[Finding]:
    for condition in statement.conditions:
        for text in condition.values:
            if "${" not in text.text:
                continue
            if OPERATORS[condition.operator.base] not in _TAKING or condition.operator.base == "Null":
                details = f"Policy variables can only be used with String and ARN operators, not with {condition.name}."
                yield finding("INVALID_VARIABLE_FOR_OPERATOR", details, text.path)
            else:
                yield from _variables_of(text, document)


def _unsupported_in_element(text: Text) -> Iterator[Finding]:
    if "${" in text.text:
        details = "Policy variables are supported in the Resource and Condition elements only."
        yield finding("VARIABLE_UNSUPPORTED_IN_ELEMENT", details, text.path)


def _variables_of(text: Text, document: DocumentPart) -> Iterator[Finding]:
    found = _VARIABLE.findall(text.text)
    if found and not document.has_variables:
        details = f'"{text.text}" is taken literally: variables need the policy version 2012-10-17.'
        mend = 'write "Version": "2012-10-17"'
        yield finding("VARIABLE_UNSUPPORTED_IN_VERSION", details, text.path, mend=mend)
        return
    for inside, brace in found:
        if not brace:
            details = f'The policy variable in "{text.text}" is missing a closing curly brace.'
            yield finding("MISSING_BRACE_IN_VARIABLE", details, text.path, mend="add } after the variable")
        elif not inside.strip():
            yield finding("EMPTY_VARIABLE", f'"{text.text}" has an empty policy variable.', text.path)
        elif inside not in _ESCAPES:
            yield from _inside(inside, text)


def _inside(inside: str, text: Text) -> Iterator[Finding]:
    match = _DEFAULT.fullmatch(inside)
    name, default = match.groups() if match else (inside, None)
    if " " in name:
        details = f"A space is not supported within the policy variable text: ${{{inside}}}."
        yield finding("UNSUPPORTED_SPACE_IN_VARIABLE", details, text.path)
    if default is not None and not (len(default) >= 2 and default[0] == default[-1] == "'"):
        details = f"The default value in ${{{inside}}} must begin and end with a single quote."
        yield finding("MISSING_QUOTE_IN_VARIABLE", details, text.path)
