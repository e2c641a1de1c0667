"""`iamctl policy fmt` and `iamctl policy minify`."""

from __future__ import annotations

import json
from pathlib import Path

from tests.cli.conftest import Shell

UGLY = '{"Statement":[{"Resource":["*"],"Action":["s3:Get*","s3:GetObject"],"Effect":"Allow"}],"Version":"2012-10-17"}'
UGLY_TOML = '# ours\n\n[[Statement]]\nResource="*"\n# what\nAction="s3:Get*"\nEffect="Allow"\n'


def test_json_is_printed_in_the_order_of_the_grammar_and_the_file_stays(shell: Shell) -> None:
    Path("p.json").write_text(UGLY)

    outcome = shell("policy", "fmt", "p.json", "--indent", "2")

    assert list(json.loads(outcome.out)) == ["Version", "Statement"]
    assert outcome.lines[1] == '  "Version": "2012-10-17",'
    assert Path("p.json").read_text() == UGLY


def test_toml_stays_toml_with_its_comments(shell: Shell) -> None:
    Path("p.toml").write_text(UGLY_TOML)

    outcome = shell("policy", "fmt", "p.toml")

    assert outcome.out == '# ours\n\n[[Statement]]\nEffect = "Allow"\n# what\nAction = "s3:Get*"\nResource = "*"\n'


def test_written_files_pass_the_check(shell: Shell) -> None:
    Path("p.json").write_text(UGLY)
    Path("p.toml").write_text(UGLY_TOML)

    before = shell("policy", "fmt", "p.json", "p.toml", "--check")
    written = shell("policy", "fmt", "p.json", "p.toml", "--write")
    after = shell("policy", "fmt", "p.json", "p.toml", "--check")

    assert (before.status, before.lines) == (1, ["p.json", "p.toml"])
    assert (written.status, written.lines) == (0, ["p.json", "p.toml"])
    assert (after.status, after.lines) == (0, [])
    assert sorted(path.name for path in Path.cwd().iterdir()) == ["p.json", "p.toml"]


def test_a_text_that_does_not_parse_is_placed_and_not_written(shell: Shell) -> None:
    Path("p.json").write_text('{"Version": }')

    outcome = shell("policy", "fmt", "p.json", "--write")

    assert outcome.status == 6
    assert "p.json:1:13" in outcome.err
    assert Path("p.json").read_text() == '{"Version": }'


def test_stdin_cannot_be_written(shell: Shell) -> None:
    assert shell("policy", "fmt", "-", "--write").status == 2


def test_the_smallest_text_goes_to_stdout_and_its_size_to_stderr(shell: Shell) -> None:
    Path("p.json").write_text(UGLY)

    outcome = shell("policy", "minify", "p.json", "--type", "managed")

    small = '{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:Get*","Resource":"*"}}'
    assert outcome.out == small + "\n"
    assert f"{len(UGLY)} characters without white space before, {len(small)} now; AWS takes 6,144" in outcome.err


def test_what_breaks_the_grammar_is_not_minified(shell: Shell) -> None:
    Path("p.json").write_text('{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"s3:Get*"}]}')

    outcome = shell("policy", "minify", "p.json")

    assert outcome.status == 6
    assert outcome.out == ""
