"""One answer on stdout, in the format that was asked for.

A table is drawn on a terminal; elsewhere the same data comes plain. JSON, YAML and TOML hold the API's members.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iamctl.cli.output.shapes import Entity, Grid, Shape, entity_of, rows_of, shape_of_answer, shape_of_value
from iamctl.cli.output.streams import note, write
from iamctl.errors import InvalidInput, UsageError

if TYPE_CHECKING:
    from iamctl.cli.output.answer import Answer
    from iamctl.cli.output.settings import OutputSettings


def show(answer: Answer, settings: OutputSettings) -> None:
    """Write the answer, or what the query finds in it.

    Raises:
        UsageError: the query is not JMESPath, or the format has no form for what it finds.
        StorageFailure: stdout takes no more.
    """
    if settings.query is not None:
        _show_found(answer, settings, settings.query)
    elif settings.format in ("json", "yaml", "toml"):
        _write_value(answer.members, settings)
    elif settings.format == "jsonl":
        _write_jsonl([answer.members] if answer.rows is None else rows_of(answer))
    else:
        if answer.rows is not None and not rows_of(answer) and answer.empty:
            note(answer.empty, quiet=settings.quiet)
        if settings.format == "name":
            _write_names(_names_in_answer(answer))
        else:
            _write_shape(shape_of_answer(answer), settings)


def _show_found(answer: Answer, settings: OutputSettings, query: str) -> None:
    from iamctl.cli.output.query import select

    found = select(answer.members, query)
    if settings.format == "json":
        _write_value(found, settings)
    elif found is None:
        return
    elif settings.format in ("yaml", "toml"):
        _write_value(found, settings)
    elif settings.format == "jsonl":
        _write_jsonl(found if isinstance(found, list) else [found])
    elif settings.format == "name":
        _write_names(_names_in_value(found, answer.name))
    else:
        _write_shape(shape_of_value(found), settings)


def _write_value(value: Any, settings: OutputSettings) -> None:
    if settings.format == "yaml":
        from iamctl.cli.output.yaml_text import render_yaml

        write(render_yaml(value))
    elif settings.format == "toml":
        from iamctl.cli.output.visible import utf32_escape

        write(_toml(value), escape=utf32_escape)
    else:
        from iamctl.cli.output.json_text import render_json
        from iamctl.cli.output.visible import utf16_escape

        write(render_json(value) + "\n", escape=utf16_escape)


def _write_jsonl(rows: list[Any]) -> None:
    from iamctl.cli.output.json_text import render_compact_json
    from iamctl.cli.output.visible import utf16_escape

    write("".join(f"{render_compact_json(row)}\n" for row in rows), escape=utf16_escape)


def _write_shape(shape: Shape, settings: OutputSettings) -> None:
    if settings.format == "tsv":
        write(_tsv(shape, header=settings.header))
    elif settings.is_drawn:
        from iamctl.cli.output.drawn import render_drawn

        write(render_drawn(shape, settings))
    else:
        from iamctl.cli.output.plain import render_plain

        write(render_plain(shape, header=settings.header))


def _write_names(names: list[Any]) -> None:
    from iamctl.cli.output.cells import line

    write("".join(f"{line(name)}\n" for name in names))


def _names_in_answer(answer: Answer) -> list[Any]:
    if answer.rows is None:
        return _names_in_value(entity_of(answer), answer.name)
    return _names_in_value(rows_of(answer), answer.name)


def _names_in_value(value: Any, member: str) -> list[Any]:
    """The names in a value: scalars are names themselves, objects have them under `member`."""
    elements = value if isinstance(value, list) else [value]
    names = [element.get(member) if isinstance(element, dict) else element for element in elements]
    if any(name is None or isinstance(name, dict | list) for name in names):
        raise UsageError(
            "What was found has no names to print.", hint="print its members with `--output json` or `--output tsv`"
        )
    return names


def _tsv(shape: Shape, *, header: bool) -> str:
    from iamctl.cli.output.cells import field

    if isinstance(shape, Entity):
        shape = Grid(tuple(shape.members), [list(shape.members.values())])
    if not isinstance(shape, Grid):
        return "".join(f"{field(value)}\n" for value in shape.values)
    rows: list[list[Any]] = [list(shape.titles), *shape.rows] if header and shape.titles else shape.rows
    return "".join("\t".join(map(field, row)) + "\n" for row in rows)


def _toml(value: Any) -> str:
    from iamctl.cli.output.visible import escaped
    from iamctl.syntax.toml_render import render_toml

    if not isinstance(value, dict):
        raise UsageError(
            "TOML holds a table, and the query gives something else.",
            hint="give it a name in the query: `{Found: …}`",
        )
    try:
        return escaped(render_toml(_without_nulls(value)))
    except ValueError as cause:
        raise InvalidInput(f"TOML cannot hold this answer: {cause}.", hint="print it with `--output json`") from cause


def _without_nulls(value: Any) -> Any:
    """The value as far as TOML, which has no null, can hold it."""
    if isinstance(value, dict):
        return {key: _without_nulls(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [_without_nulls(inner) for inner in value if inner is not None]
    return value
