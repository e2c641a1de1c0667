"""`iamctl explain` on real files: AWS's sentence, places, and what would turn the answer."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from cli.conftest import Shell

BUCKET = "arn:aws:s3:::artifacts/x"
READ = ("s3:GetObject", BUCKET)


def document(**statement: Any) -> dict[str, Any]:
    filled = {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "*", **statement}
    return {"Version": "2012-10-17", "Statement": [filled]}


def written(name: str, tree: Any) -> str:
    Path(name).write_text(json.dumps(tree, indent=2))
    return name


def put(shell: Shell, *owner: str, **statement: Any) -> None:
    words = (*owner, "--policy-document", json.dumps(document(**statement)))
    assert shell(*words).status == 0


def test_the_first_line_of_a_denial_is_aws_own_sentence(acme: Shell) -> None:
    outcome = acme("explain", "alice", *READ)

    assert outcome.status == 3
    assert outcome.lines[0] == (
        "User: arn:aws:iam::111122223333:user/eng/alice is not authorized to perform: s3:GetObject on resource: "
        f"{BUCKET} because no identity-based policy allows the s3:GetObject action"
    )


def test_an_allowance_says_which_statement_and_where_it_stands(acme: Shell) -> None:
    put(acme, "user", "put-policy", "alice", "Read", Sid="Reading")

    outcome = acme("explain", "alice", *READ)

    assert outcome.status == 0
    home = Path(acme("path", "alice").out.strip())
    line = home.read_text().splitlines().index("[[inline_policies.document.Statement]]") + 1
    assert (
        f"    Allow: statement 1 (Sid Reading) of inline Read of user alice  users/alice.toml:{line}:1" in outcome.lines
    )


def test_what_kept_a_statement_from_applying_is_told_below_it(acme: Shell) -> None:
    put(acme, "user", "put-policy", "alice", "Read", Resource="arn:aws:s3:::logs/*")

    lines = acme("explain", "alice", *READ).lines

    at = next(number for number, line in enumerate(lines) if "nearly: Allow: statement 1 of inline Read" in line)
    assert lines[at + 1] == f"      Resource: wanted arn:aws:s3:::logs/*, got {BUCKET}"


def test_a_given_file_is_pointed_at_with_line_and_column(acme: Shell) -> None:
    put(acme, "user", "put-policy", "alice", "Read")
    file = written("deny.json", document(Effect="Deny"))

    explained = acme("explain", "alice", *READ, "--policy", file, "--output", "json").json["Explanations"][0]

    [identity] = explained["PolicyTypes"]
    assert [(each["Effect"], each["Place"]) for each in identity["Statements"]][1] == ("Deny", "deny.json:4:5")
    assert explained["Message"].endswith("with an explicit deny in an identity-based policy")
    assert explained["Ways"] == [
        {
            "Steps": [
                {
                    "Kind": "Lift",
                    "PolicyType": "identity-based policy",
                    "Description": "lift the deny of statement 1 of draft deny.json (deny.json:4:5)",
                }
            ]
        }
    ]


def test_a_list_of_scps_is_pointed_into(acme: Shell) -> None:
    put(acme, "user", "put-policy", "alice", "Read")
    file = written("scps.json", [document(Action="ec2:*"), document(Resource="arn:aws:s3:::logs/*")])

    explained = acme("explain", "alice", *READ, "--scp", file, "--output", "json").json["Explanations"][0]

    control, identity = explained["PolicyTypes"]
    assert (control["PolicyType"], control["Level"], control["Verdict"]) == (
        "service control policy",
        1,
        "implicitDeny",
    )
    assert [near["Place"] for near in control["NearlyMatched"]] == ["scps.json:15:7"]
    assert identity["Verdict"] == "allowed"
    assert [step["PolicyType"] for step in explained["Ways"][0]["Steps"]] == ["service control policy"]


def test_a_managed_policy_is_detached_from_whoever_brings_it(acme: Shell) -> None:
    assert acme("group", "create", "Readers").status == 0
    assert acme("group", "add-user", "Readers", "alice").status == 0
    assert acme("group", "attach-policy", "Readers", "ReadOnlyAccess").status == 0
    assert acme("user", "attach-policy", "alice", "ReadOnlyAccess").status == 0

    lines = acme("explain", "alice", *READ).lines

    arn = "arn:aws:iam::aws:policy/ReadOnlyAccess"
    assert f"    1. detach {arn} from user alice and group Readers" in lines
    assert len([line for line in lines if arn in line]) == 2


def test_who_brings_a_managed_policy_is_told_and_a_boundary_is_brought_by_nobody(acme: Shell) -> None:
    assert acme("user", "attach-policy", "alice", "ReadOnlyAccess").status == 0
    assert acme("user", "set-boundary", "alice", "ReadOnlyAccess").status == 0

    explained = acme("explain", "alice", *READ, "--output", "json").json["Explanations"][0]

    held = {each["PolicyType"]: each["Statements"][0]["HeldBy"] for each in explained["PolicyTypes"]}
    assert held == {"identity-based policy": ["user alice"], "permissions boundary": []}
    assert any("ReadOnlyAccess, attached to user alice" in line for line in acme("explain", "alice", *READ).lines)


def test_a_boundary_that_is_silent_is_said_to_be_the_reason(acme: Shell) -> None:
    put(acme, "user", "put-policy", "alice", "Read")
    assert acme("user", "set-boundary", "alice", "IAMReadOnlyAccess").status == 0

    outcome = acme("explain", "alice", *READ)

    assert outcome.lines[0].endswith("because no permissions boundary allows the s3:GetObject action")
    assert any(
        f"allow s3:GetObject on {BUCKET} in the permissions boundary arn:aws:iam::aws:policy/IAMReadOnlyAccess" in line
        for line in outcome.lines
    )


def test_an_absent_key_is_named_with_what_it_would_change(acme: Shell) -> None:
    put(acme, "user", "put-policy", "alice", "Read", Condition={"IpAddress": {"aws:SourceIp": "10.0.0.0/8"}})

    outcome = acme("explain", "alice", *READ)

    assert "      Condition IpAddress aws:SourceIp: wanted 10.0.0.0/8, got nothing, the key is absent" in outcome.lines
    assert "    allowed if aws:SourceIp is in 10.0.0.0/8" in outcome.lines
    assert "    1. make the request so that aws:SourceIp is in 10.0.0.0/8" in outcome.lines
    assert acme("explain", "alice", *READ, "--strict").status == 7


def test_every_pair_is_explained_and_one_denial_decides_the_status(acme: Shell) -> None:
    put(acme, "user", "put-policy", "alice", "Read")

    outcome = acme("explain", "alice", "s3:GetObject", "s3:PutObject", BUCKET)

    assert outcome.status == 3
    assert [line.split(" on resource")[0].split()[-1] for line in outcome.lines if line.startswith("User: ")] == [
        "s3:GetObject",
        "s3:PutObject",
    ]


def test_explain_agrees_with_can(acme: Shell) -> None:
    put(acme, "user", "put-policy", "alice", "Read", Resource="arn:aws:s3:::logs/*")

    for resource in ("arn:aws:s3:::logs/x", BUCKET, "*"):
        question = ("alice", "s3:GetObject", resource)
        assert acme("explain", *question).status == acme("can", *question).status


def test_root_is_said_to_be_bound_by_no_identity_policy(acme: Shell) -> None:
    outcome = acme("explain", "root", "iam:CreateUser")

    assert outcome.status == 0
    assert "  identity-based policies and permissions boundaries do not bind the root user" in outcome.lines


def test_a_tree_is_drawn_on_a_terminal(acme: Shell) -> None:
    from iamctl.cli.output.branches import Branch, show_branches
    from iamctl.cli.output.settings import OutputSettings

    tree = Branch("root", [Branch("above", [Branch("below")]), Branch("last")])
    settings = OutputSettings(terminal=True, color="always", width=60)

    import contextlib
    import io

    text = io.StringIO()
    with contextlib.redirect_stdout(text):
        show_branches([tree], settings)

    lines = text.getvalue().splitlines()
    assert lines[0] == "root"
    assert "above" in lines[1] and "last" in lines[3]
    assert len({line.split("above")[0].split("last")[0] for line in (lines[1], lines[3])}) == 2
