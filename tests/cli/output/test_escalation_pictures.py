"""Pictures of paths: no name can be taken for a part of the picture's language."""

from __future__ import annotations

import json
from typing import Any

from iamctl.cli.output.dot import render_dot
from iamctl.cli.output.escalation_graph import ADMINISTRATOR, graph_of
from iamctl.cli.output.escalation_page import render_page, script_json
from iamctl.cli.output.mermaid import entities, render_mermaid

ALICE = "arn:aws:iam::111122223333:user/alice"
ODD = 'arn:aws:iam::111122223333:role/x"]</script>%DATA%'


def step(source: str, target: str, *, admin: bool = False, condition: str = "") -> dict[str, Any]:
    return {
        "Primitive": "sts-001",
        "Title": "Assume a role",
        "From": source,
        "To": target,
        "Action": "sts:AssumeRole",
        "Resource": target,
        "Gives": "the permissions of role x",
        "Condition": [condition] if condition else [],
        "Requests": [],
        "Admin": admin,
    }


def entries(*path: dict[str, Any]) -> list[dict[str, Any]]:
    return [{"Principal": ALICE, "Admin": False, "Escalates": True, "MorePaths": False, "Paths": [list(path)]}]


def test_whoever_makes_itself_an_administrator_leads_to_everything() -> None:
    graph = graph_of(entries(step(ALICE, ALICE, admin=True)))

    assert [(edge.source, edge.target) for edge in graph.edges] == [(ALICE, ADMINISTRATOR)]
    assert [node.kind for node in graph.nodes] == ["user", "everything"]


def test_whoever_is_become_and_may_everything_is_drawn_as_an_administrator() -> None:
    graph = graph_of(entries(step(ALICE, ODD, admin=True)))

    assert [(node.key, node.is_admin) for node in graph.nodes] == [(ALICE, False), (ODD, True)]


def test_whoever_is_changed_is_no_administrator_before() -> None:
    graph = graph_of(entries({**step(ALICE, ODD, admin=True), "Gives": "a policy that allows everything"}))

    assert [node.is_admin for node in graph.nodes] == [False, False]


def test_steps_alike_are_one_edge_that_hangs_on_something_only_if_all_do() -> None:
    free = {**step(ALICE, ODD), "Primitive": "iam-012"}
    graph = graph_of([*entries(step(ALICE, ODD, condition="MFA")), *entries(free)])
    hanging = graph_of(entries(step(ALICE, ODD, condition="MFA")))

    assert [edge.is_conditional for edge in graph.edges] == [False]
    assert [edge.is_conditional for edge in hanging.edges] == [True]


def test_mermaid_ends_no_label_early() -> None:
    assert entities('a"]b') == "a#34;#93;b"
    assert '"]<' not in render_mermaid(entries(step(ALICE, ODD)), 'x"y')


def test_dot_ends_no_string_early() -> None:
    assert '\\"' in render_dot(entries(step(ALICE, ODD)), "x")


def test_the_page_keeps_names_as_data() -> None:
    page = render_page(entries(step(ALICE, ODD, admin=True)), "<b>x</b>")

    assert page.count("</script>") == 2
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    data = json.loads(page.partition('id="data">')[2].partition("</script>")[0])
    assert data["nodes"][1][0] == ODD
    assert page.rstrip().endswith("</html>")


def test_json_for_a_script_ends_no_element_and_no_line() -> None:
    assert script_json({"a": "</script>\u2028"}) == '{"a":"\\u003c/script>\\u2028"}'
