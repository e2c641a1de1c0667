"""Paths of escalation as a page of its own: a picture to move, search and ask, without network.

Everything is in the one file, and its Content-Security-Policy lets it load nothing. Names come in as JSON and are set
as text, never as markup.

Sources: https://html.spec.whatwg.org/multipage/scripting.html#restrictions-for-contents-of-script-elements
         https://developer.mozilla.org/docs/Web/HTTP/Reference/Headers/Content-Security-Policy
"""

from __future__ import annotations

import json
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from iamctl.cli.output.escalation_graph import graph_of, target_of

if TYPE_CHECKING:
    from collections.abc import Iterable

_FOLDER = Path(__file__).parent / "escalation_page_files"
_POLICY = "default-src 'none'; script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data:"


def render_page(entries: Iterable[dict[str, Any]], title: str) -> str:
    """The page: who can reach more, by which steps, with each step's requests and statements."""
    entries = list(entries)
    style, script = (_FOLDER / "page.css").read_text("utf-8"), (_FOLDER / "page.js").read_text("utf-8")
    body = (_FOLDER / "page.html").read_text("utf-8")
    parts = {
        "%POLICY%": escape(_POLICY),
        "%TITLE%": escape(title),
        "%STYLE%": style,
        "%DATA%": script_json(_data(entries)),
        "%SCRIPT%": script,
    }
    # One place after the other, each behind the last: nothing in a name is taken for a place.
    for place, text in parts.items():
        head, _, tail = body.partition(place)
        parts[place] = head + text
        body = tail
    return "".join(parts.values()) + body


def script_json(value: Any) -> str:
    """JSON that ends no script element."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _data(entries: list[dict[str, Any]]) -> dict[str, Any]:
    graph = graph_of(entries)
    numbers = {node.key: number for number, node in enumerate(graph.nodes)}
    edge_numbers = {(edge.source, edge.target): number for number, edge in enumerate(graph.edges)}
    return {
        "nodes": [[node.key, node.kind, node.label, node.is_admin] for node in graph.nodes],
        "edges": [
            [numbers[edge.source], numbers[edge.target], list(edge.labels), edge.is_conditional] for edge in graph.edges
        ],
        "entries": [
            {
                "principal": entry["Principal"],
                "paths": [
                    {
                        "edges": [edge_numbers[step["From"], target_of(step)] for step in path],
                        "steps": path,
                        "admin": path[-1]["Admin"],
                        "conditional": any(step["Condition"] for step in path),
                    }
                    for path in entry["Paths"]
                ],
                "more": entry["MorePaths"],
            }
            for entry in entries
            if entry["Paths"]
        ],
        "counts": {
            "principals": len(entries),
            "admins": sum(entry["Admin"] for entry in entries),
            "escalating": sum(entry["Escalates"] for entry in entries),
        },
    }
