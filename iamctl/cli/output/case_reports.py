"""Results of decision cases for programs that run tests: TAP 14 and JUnit XML.

Sources: https://testanything.org/tap-version-14-specification.html
         https://github.com/testmoapp/junitxml
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from xml.sax.saxutils import escape, quoteattr

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_NO_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def render_tap(results: Sequence[Any], remarks: Iterable[str] = ()) -> str:
    """The results as TAP 14; remarks stand as comments at the end."""
    lines = ["TAP version 14", f"1..{len(results)}"]
    for number, result in enumerate(results, 1):
        word = "ok" if result["Status"] == "passed" else "not ok"
        lines.append(f"{word} {number} - {_tap(result['Name'])}")
        failures = _failures(result)
        if failures:
            lines += ["  ---", f"  at: {_quoted(result['Place'])}", "  message: |"]
            lines += [f"    {_one_line(failure)}" for failure in failures]
            lines.append("  ...")
    lines += [f"# {_one_line(remark)}" for remark in remarks]
    return "\n".join(lines) + "\n"


def render_junit(results: Sequence[Any], remarks: Iterable[str] = ()) -> str:
    """The results as JUnit XML, a suite for each file; remarks stand as the last suite's output."""
    files: dict[str, list[Any]] = {}
    for result in results:
        files.setdefault(result["Place"].rsplit(":", 2)[0], []).append(result)
    lines = ['<?xml version="1.0" encoding="UTF-8"?>']
    failed = sum(result["Status"] != "passed" for result in results)
    lines.append(f'<testsuites name="iamctl" tests="{len(results)}" failures="{failed}">')
    for file, cases in files.items():
        failed = sum(case["Status"] != "passed" for case in cases)
        lines.append(f'  <testsuite name={_attribute(file)} tests="{len(cases)}" failures="{failed}">')
        for case in cases:
            lines += _junit_case(case, file)
        lines.append("  </testsuite>")
    if said := "\n".join(remarks):
        lines.insert(-1, f"    <system-out>{escape(_xml(said))}</system-out>")
    return "\n".join([*lines, "</testsuites>"]) + "\n"


def _junit_case(case: Any, file: str) -> list[str]:
    line = case["Place"].rsplit(":", 2)[1]
    opening = f"    <testcase classname={_attribute(file)} name={_attribute(case['Name'])} file={_attribute(file)}"
    failures = _failures(case)
    if not failures:
        return [f'{opening} line="{line}"/>']
    said = escape(_xml("\n".join(failures)))
    failure = f"      <failure message={_attribute(failures[0])}>{said}</failure>"
    return [f'{opening} line="{line}">', failure, "    </testcase>"]


def _failures(result: Any) -> list[str]:
    return [
        f"{each['PrincipalArn']} {each['Action']} {each['Resource']}: {each['Failure']} ({each['Said']})"
        for each in result["Requests"]
        if each["Failure"]
    ]


def _tap(text: str) -> str:
    return re.sub(r"([\\#])", r"\\\1", _one_line(text))


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _quoted(text: str) -> str:
    return "'" + _one_line(text).replace("'", "''") + "'"


def _attribute(text: str) -> str:
    return quoteattr(_xml(text))


def _xml(text: str) -> str:
    """The text without characters that XML 1.0 cannot hold."""
    return _NO_XML.sub("\ufffd", text)
