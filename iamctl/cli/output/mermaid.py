"""Paths of escalation as a Mermaid flowchart, which Markdown of code hosts draws.

Names are quoted and their quotes and signs written as entities, so that no name can end its label.

Source: https://mermaid.js.org/syntax/flowchart.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.cli.output.escalation_graph import graph_of

if TYPE_CHECKING:
    from collections.abc import Iterable

MOST_LABELS = 3
_CLASSES = (
    "  classDef admin fill:#fde2e1,stroke:#b3261e,color:#410e0b",
    "  classDef user fill:#e3f2fd,stroke:#1565c0,color:#0d2b45",
    "  classDef role fill:#f1f8e9,stroke:#558b2f,color:#1b2e0c",
)


def render_mermaid(entries: Iterable[dict[str, Any]], title: str) -> str:
    """The flowchart; edges that hang on something are dotted."""
    graph = graph_of(entries)
    names = {node.key: f"n{number}" for number, node in enumerate(graph.nodes)}
    lines = ["---", f"title: {quoted(title)}", "---", "flowchart LR"]
    for node in graph.nodes:
        left, right = ("([", "])") if node.kind == "user" else ("[[", "]]") if node.kind == "everything" else ("[", "]")
        style = "admin" if node.is_admin else node.kind
        lines.append(f"  {names[node.key]}{left}{quoted(node.label)}{right}:::{style}")
    for edge in graph.edges:
        arrow = "-.->" if edge.is_conditional else "-->"
        more = [f"and {len(edge.labels) - MOST_LABELS} more"] if len(edge.labels) > MOST_LABELS else []
        said = "<br>".join(entities(label) for label in (*edge.labels[:MOST_LABELS], *more))
        lines.append(f'  {names[edge.source]} {arrow}|"{said}"| {names[edge.target]}')
    return "\n".join([*lines, *_CLASSES]) + "\n"


def quoted(text: str) -> str:
    return f'"{entities(text)}"'


def entities(text: str) -> str:
    """The text with what Mermaid or HTML would read as syntax written as entities."""
    safe = " -_.:/,()+=@"
    return "".join(each if each.isalnum() or each in safe else f"#{ord(each)};" for each in text)
