"""Hypothesis strategies: texts as people write them, and changes to them."""

from __future__ import annotations

from hypothesis import strategies as st

from iamctl.syntax.toml_render import is_tables, render_inline, render_key

from .tables import tables, values


def changed(value: object):
    """A value near this one."""
    if isinstance(value, dict):
        parts = {key: st.one_of(st.just(item), changed(item)) for key, item in value.items()}
        return st.one_of(st.fixed_dictionaries({}, optional=parts), values)
    if isinstance(value, list):
        items = st.one_of(st.sampled_from(value), st.sampled_from(value).flatmap(changed), values) if value else values
        return st.lists(items, max_size=5)
    return values


@st.composite
def handwritten(draw, table, path=(), header=""):
    """Some text of the table, of the many that there are: headers, dotted keys and inline tables; comments anywhere."""
    lines, sections = [], []
    for key, value in table.items():
        name = render_key(key)
        layout = draw(st.sampled_from(["inline", "dotted", "header"]))
        lines += draw(st.sampled_from([[], [""], ["# above"], ["# above", ""]]))
        end = draw(st.sampled_from(["", "  # beside", "\t#"]))
        if isinstance(value, dict) and value and layout == "dotted":
            lines += [f"{name} . {render_key(below)}= {render_inline(item)}{end}" for below, item in value.items()]
        elif is_tables(value) and layout != "inline":
            full = f"{header}.{name}" if header else name
            for element in [value] if isinstance(value, dict) else value:
                sections.append(f"[ {full} ]{end}" if isinstance(value, dict) else f"[[{full}]]{end}")
                sections.append(draw(handwritten(element, (*path, key), full)))
        elif isinstance(value, list) and layout == "header":
            rows = draw(st.sampled_from(["{},", "  {}, # beside", "# above\n{}\n,", "{}, "]))
            lines.append(
                f"{name} = [ # open\n" + "\n".join(rows.format(render_inline(item)) for item in value) + "\n]" + end
            )
        else:
            lines.append(f"  {name}={render_inline(value)}{end}")
    return "\n".join([*lines, *sections, *draw(st.sampled_from([[], ["# last"], ["", "# last", ""]]))])


@st.composite
def handwritten_changes(draw):
    before = draw(tables)
    after = draw(changed(before).filter(lambda value: isinstance(value, dict)))
    return before, draw(handwritten(before)), after
