"""`iamctl report`: a page, Markdown or JSON about an account."""

from __future__ import annotations

import json
import shutil
import subprocess
from html.parser import HTMLParser
from pathlib import Path

import pytest

from cli.conftest import Shell

HOSTILE = '<script>alert(1)</script>"><img src=x onerror=alert(2)>'
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture
def hostile(account: Shell) -> Shell:
    """An account whose texts are markup wherever a policy takes any text."""
    account("user", "create", "alice", "--tag", f"note={HOSTILE}")
    statement = {"Effect": "Allow", "Action": "s3:*", "Resource": "*"}
    document = json.dumps({"Version": "2012-10-17", "Statement": [statement]})
    account("user", "put-policy", "alice", "All", "--policy-document", document)
    bucket = {"Effect": "Allow", "Principal": {"AWS": "999988887777"}, "Action": "s3:*", "Resource": "arn:aws:s3:::b/*"}
    bucket["Condition"] = {"StringEquals": {"aws:PrincipalTag/x": f"{HOSTILE}|`\u202e"}}
    Path("bucket.json").write_text(json.dumps({"Version": "2012-10-17", "Statement": [bucket]}))
    outcome = account("resource-policy", "put", "arn:aws:s3:::b", "--policy-document", "bucket.json")
    assert outcome.status == 0, outcome.err
    return account


class Elements(HTMLParser):
    """The names and attributes of a page's elements."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.attributes: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names.add(tag)
        self.attributes.update(name for name, _ in attrs)


def test_nothing_in_an_account_becomes_markup(hostile: Shell) -> None:
    page = hostile("report", "--format", "html").out

    elements = Elements(page)
    assert not elements.names & {"script", "img", "link", "iframe", "object"}
    assert not {name for name in elements.attributes if name.startswith("on") or name == "src"}
    assert "&lt;script&gt;alert(1)" in page
    assert "\u202e" not in page


def test_markdown_takes_no_markup_from_an_account_either(hostile: Shell) -> None:
    text = hostile("report").out

    assert "\\<script\\>" in text
    rows = [line for line in text.splitlines() if "alert" in line]
    assert all(line.count(" | ") == 3 for line in rows)


def test_the_page_loads_nothing(hostile: Shell) -> None:
    page = hostile("report", "--format", "html").out

    assert "default-src &#x27;none&#x27;" in page
    assert "url(" not in page
    assert "http://" not in page
    assert "@media print" in page


def test_a_file_is_what_its_name_says_and_is_not_overwritten(hostile: Shell) -> None:
    assert hostile("report", "--out", "r.html").status == 0
    assert Path("r.html").read_text().startswith("<!DOCTYPE html>")
    assert Path("r.html").stat().st_mode & 0o777 == 0o600

    assert hostile("report", "--out", "r.html").status == 5
    assert hostile("report", "--out", "r.json", "--revisions", "1").status == 0
    assert len(json.loads(Path("r.json").read_text())["Changes"]) == 1


def test_what_was_not_looked_for_is_not_called_none(hostile: Shell) -> None:
    text = hostile("report", "--no-escalation").out

    assert "Ways to more, and administrators, were not looked for" in text
    assert "can escalate" not in text


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
def test_a_browser_draws_the_page(hostile: Shell, tmp_path: Path) -> None:
    assert CHROMIUM is not None
    hostile("report", "--out", "r.html")
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    profile = f"--user-data-dir={tmp_path / 'profile'}"

    drawn = subprocess.run(
        [CHROMIUM, *options, profile, "--dump-dom", Path("r.html").resolve().as_uri()],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
    ).stdout
    subprocess.run(
        [CHROMIUM, *options, profile, f"--print-to-pdf={tmp_path / 'r.pdf'}", Path("r.html").resolve().as_uri()],
        capture_output=True,
        timeout=120,
        check=True,
    )

    assert drawn.count("<section ") == 8
    assert "<script" not in drawn
    assert (tmp_path / "r.pdf").read_bytes().startswith(b"%PDF")
