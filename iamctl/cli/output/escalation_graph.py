"""Paths of escalation as a graph: principals, and what leads from one to another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

ADMINISTRATOR = "administrator"
"""The node that stands for everything: where somebody's own permissions were made to be that."""

TAKEN_OVER = "the permissions of "
"""What a step gives that makes somebody of the one that it leads to, which is left as it is."""


class Node(NamedTuple):
    """A principal.

    Attributes:
        key: its ARN, or ADMINISTRATOR.
        kind: `user`, `role` or `everything`.
    """

    key: str
    kind: str
    label: str
    is_admin: bool


class Edge(NamedTuple):
    """What one step or several alike lead through.

    Attributes:
        labels: actions, joined where one step needs several.
        is_conditional: whether each of them hangs on something.
        steps: as members.
    """

    source: str
    target: str
    labels: tuple[str, ...]
    is_conditional: bool
    steps: tuple[dict[str, Any], ...]


class Graph(NamedTuple):
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph_of(entries: Iterable[dict[str, Any]]) -> Graph:
    """The graph of all paths; who is on none is not in it."""
    entries = list(entries)
    admins = {entry["Principal"] for entry in entries if entry["Admin"]}
    found: dict[tuple[str, str], dict[str, dict[str, Any]]] = {}
    for entry in entries:
        for path in entry["Paths"]:
            for step in path:
                steps = found.setdefault((step["From"], target_of(step)), {})
                steps.setdefault(f"{step['Primitive']} {step['Resource']} {step['Gives']}", step)
            if path[-1]["Admin"] and path[-1]["Gives"].startswith(TAKEN_OVER):
                admins.add(path[-1]["To"])
    edges = tuple(_edge(source, target, list(steps.values())) for (source, target), steps in found.items())
    keys = dict.fromkeys(key for edge in edges for key in (edge.source, edge.target))
    return Graph(tuple(_node(key, admins) for key in keys), edges)


def target_of(step: dict[str, Any]) -> str:
    """Where the step leads in the picture: a change of oneself that allows everything leads to everything."""
    return ADMINISTRATOR if step["From"] == step["To"] and step.get("Admin") else str(step["To"])


def label_of(step: dict[str, Any]) -> str:
    action = step["Action"]
    return action if isinstance(action, str) else " + ".join(action)


def _edge(source: str, target: str, steps: list[dict[str, Any]]) -> Edge:
    labels = tuple(dict.fromkeys(map(label_of, steps)))
    return Edge(source, target, labels, all(step["Condition"] for step in steps), tuple(steps))


def _node(key: str, admins: set[str]) -> Node:
    if key == ADMINISTRATOR:
        return Node(key, "everything", "everything", is_admin=True)
    kind, _, name = key.split(":", 5)[5].partition("/")
    return Node(key, kind, name.rpartition("/")[2], key in admins)
