"""Paths of escalation in DOT, for Graphviz.

Source: https://graphviz.org/doc/info/lang.html
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.cli.output.escalation_graph import graph_of
from iamctl.cli.output.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

_SHAPES = {"user": "ellipse", "role": "box", "everything": "doubleoctagon"}


def render_dot(entries: Iterable[dict[str, Any]], title: str) -> str:
    """A directed graph; edges that hang on something are dashed."""
    graph = graph_of(entries)
    lines = ["digraph escalation {", "  rankdir=LR;", f"  label={quoted(title)};", '  node [fontname="sans-serif"];']
    for node in graph.nodes:
        color = ', style=filled, fillcolor="#fde2e1", color="#b3261e"' if node.is_admin else ""
        lines.append(f"  {quoted(node.key)} [label={quoted(node.label)}, shape={_SHAPES[node.kind]}{color}];")
    for edge in graph.edges:
        style = ", style=dashed" if edge.is_conditional else ""
        label = "\\n".join(_escaped(each) for each in edge.labels)
        lines.append(f'  {quoted(edge.source)} -> {quoted(edge.target)} [label="{label}"{style}];')
    return "\n".join([*lines, "}"]) + "\n"


def quoted(text: str) -> str:
    return f'"{_escaped(text)}"'


def _escaped(text: str) -> str:
    return visible(text).replace("\\", "\\\\").replace('"', '\\"')
