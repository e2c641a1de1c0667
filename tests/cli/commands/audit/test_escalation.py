"""`iamctl audit escalation`: what a person and a program read of it."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path

import pytest

from cli.conftest import Shell

LAB = """\
[[user]]
name = "alice"
[user.inline_policies.Own]
Version = "2012-10-17"
Statement = [{ Sid = "Walk", Effect = "Allow", Action = "sts:AssumeRole", Resource = "*" }]

[[user]]
name = "bob"
[user.inline_policies.Own]
Version = "2012-10-17"
Statement = [{ Effect = "Allow", Action = "lambda:UpdateFunctionCode", Resource = "*" }]

[[user]]
name = "carol"

[[role]]
name = "Deploy"
trust = { account = "111122223333" }
[role.inline_policies.Own]
Version = "2012-10-17"
Statement = [{ Effect = "Allow", Action = "iam:AttachRolePolicy", Resource = "arn:aws:iam::111122223333:role/Deploy" }]

[[role]]
name = "Boss"
trust = { service = "lambda.amazonaws.com" }
attached_policies = ["AdministratorAccess"]
"""
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture
def lab(account: Shell) -> Shell:
    Path("lab.toml").write_text(LAB)
    assert account("bootstrap", "lab.toml").status == 0
    return account


def arn(resource: str) -> str:
    return f"arn:aws:iam::111122223333:{resource}"


def test_json_is_a_list_with_an_entry_for_every_user_and_role(lab: Shell) -> None:
    entries = lab("audit", "escalation", "-o", "json").json

    assert [(each["Principal"], each["Admin"], each["Escalates"]) for each in entries] == [
        (arn("user/alice"), False, True),
        (arn("user/bob"), False, True),
        (arn("user/carol"), False, False),
        (arn("role/Boss"), True, False),
        (arn("role/Deploy"), False, True),
    ]


def test_a_step_has_the_request_and_the_statement_that_permits_it(lab: Shell) -> None:
    [alice] = lab("audit", "escalation", "--from", "alice", "--to", "admin", "-o", "json").json

    [[assuming, attaching]] = alice["Paths"]
    assert (assuming["From"], assuming["To"]) == (arn("user/alice"), arn("role/Deploy"))
    assert (assuming["Action"], assuming["Resource"]) == ("sts:AssumeRole", arn("role/Deploy"))
    assert {each["SourcePolicyId"] for each in assuming["Requests"][0]["Statements"]} == {
        "inline Own of user alice",
        "trust policy of role Deploy",
    }
    assert attaching["Statement"]["SourcePolicyId"] == "inline Own of role Deploy"
    assert attaching["Requests"][0]["Context"] == {"iam:policyarn": "arn:aws:iam::aws:policy/AdministratorAccess"}
    assert attaching["Admin"]
    assert attaching["Condition"] == []


def test_a_path_that_hangs_on_something_outside_says_on_what(lab: Shell) -> None:
    [bob] = lab("audit", "escalation", "--from", "bob", "-o", "json").json

    assert bob["Conditional"]
    assert bob["Paths"][0][0]["Condition"] == ["a Lambda function runs as Boss, and something calls it"]


def test_the_table_has_a_row_for_each_that_can_reach_more(lab: Shell) -> None:
    lines = lab("audit", "escalation").lines

    assert lines[0].split() == ["Principal", "Reaches", "Paths", "Shortest", "Condition"]
    assert [line.split()[1] for line in lines[1:]] == ["alice", "bob", "Deploy"]
    assert "alice -(sts:AssumeRole)-> Deploy" in lines[1]


def test_from_one_each_path_is_a_row(lab: Shell) -> None:
    lines = lab("audit", "escalation", "--from", "alice").lines

    assert len(lines) == 3
    assert "alice -(sts:AssumeRole)-> Deploy -(iam:AttachRolePolicy)-> Deploy" in lines[2]


def test_a_query_looks_into_the_list(lab: Shell) -> None:
    assert lab("audit", "escalation", "--query", "[?Admin].Principal", "-o", "json").json == [arn("role/Boss")]


def test_names_are_those_that_can_reach_more(lab: Shell) -> None:
    assert lab("audit", "escalation", "-o", "name").lines == [arn("user/alice"), arn("user/bob"), arn("role/Deploy")]


def test_check_fails_where_there_is_a_path(lab: Shell) -> None:
    assert lab("audit", "escalation").status == 0
    assert lab("audit", "escalation", "--check").status == 1
    assert lab("audit", "escalation", "--check", "--from", "carol").status == 0


def test_a_past_revision_is_asked(lab: Shell) -> None:
    assert lab("audit", "escalation", "--revision", "1", "-o", "json").json == []


def test_whoever_may_not_read_the_account_is_refused(lab: Shell) -> None:
    assert lab("audit", "escalation", "--as", "carol").status == 3


def test_mermaid_draws_who_leads_where(lab: Shell) -> None:
    lines = lab("audit", "escalation", "--format", "mermaid").lines

    assert "flowchart LR" in lines
    assert '  n0 -->|"sts:AssumeRole"| n1' in lines
    assert any("-.->" in line and "lambda:UpdateFunctionCode" in line for line in lines)


def test_dot_draws_who_leads_where(lab: Shell) -> None:
    out = lab("audit", "escalation", "--format", "dot").out

    assert f'"{arn("user/alice")}" -> "{arn("role/Deploy")}" [label="sts:AssumeRole"];' in out
    if shutil.which("dot"):
        drawn = subprocess.run(["dot", "-Tsvg"], input=out, capture_output=True, text=True, check=True)
        assert "<svg" in drawn.stdout


def test_the_page_is_whole_and_loads_nothing(lab: Shell) -> None:
    page = lab("audit", "escalation", "--format", "html").out

    assert page.startswith("<!doctype html>")
    assert "%" not in "".join(part for part in ("%DATA%", "%SCRIPT%", "%STYLE%", "%TITLE%", "%POLICY%") if part in page)
    assert "default-src &#x27;none&#x27;" in page
    assert "http://" not in page.replace("http://www.w3.org/2000/svg", "")
    data = page.partition('id="data">')[2].partition("</script>")[0]
    assert json.loads(data)["counts"] == {"principals": 5, "admins": 1, "escalating": 3}


@pytest.mark.skipif(CHROMIUM is None, reason="there is no Chromium")
def test_a_browser_draws_the_page_and_answers_a_click(lab: Shell, tmp_path: Path) -> None:
    page = lab("audit", "escalation", "--format", "html").out
    script = (
        "<script>document.querySelector('.node.user').dispatchEvent(new MouseEvent('click', {bubbles: true}));"
        "document.documentElement.dataset.panel = document.getElementById('panel').textContent;"
        "const find = document.getElementById('find'); find.value = 'UpdateFunctionCode';"
        "find.dispatchEvent(new Event('input'));"
        "document.documentElement.dataset.shown = document.querySelectorAll('.node:not(.hidden)').length;</script>"
    )
    file = tmp_path / "page.html"
    file.write_text(page.replace("</body>", f"{script}</body>"), encoding="utf-8")
    words = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--dump-dom"]
    profile = f"--user-data-dir={tmp_path / 'profile'}"
    drawn = subprocess.run(
        [str(CHROMIUM), *words, profile, file.as_uri()], capture_output=True, text=True, timeout=120, check=True
    ).stdout

    head = drawn.partition("<head>")[0]
    assert 'data-ready="yes"' in head
    assert "alice" in head
    assert "sts:AssumeRole" in head
    assert 'data-shown="2"' in head
    assert drawn.count('class="node ') >= 4


def test_who_cannot_reach_more_is_told_by_name(lab: Shell) -> None:
    assert (
        f"note: {arn('user/carol')} cannot reach more than it has" in lab("audit", "escalation", "--from", "carol").err
    )
