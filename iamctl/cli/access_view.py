"""Ways to an allowance as cells of a table."""

from typing import Any

MOST_NAMES = 6


def condition(row: Any) -> str:
    """What has to hold of a request, what may not, and what is required besides."""
    conditions = row.get("Conditions", ())
    said = [f"if {' and '.join(conditions)}"] if conditions else []
    said += [f"unless {each}" for each in row.get("Unless", ())]
    said += [f"provided that {row['Requires']}"] if row.get("Requires") else []
    said += [f"not known: {each}" for each in row.get("Unknown", ())]
    return "; ".join(said)


def resources(row: Any) -> str:
    """The patterns, and what is taken off them."""
    text = ", ".join(row.get("Resources", ()))
    excepted = row.get("ExceptResources", ())
    return f"{text} except {', '.join(excepted)}" if excepted else text


def shortened(names: list[str], most: int = MOST_NAMES) -> str:
    """The first names, and how many more there are."""
    if len(names) <= most:
        return ", ".join(names)
    return f"{', '.join(names[: most - 1])} and {len(names) - most + 1:,} more"
