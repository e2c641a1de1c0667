from collections.abc import Callable

import typer

from iamctl.cli.commands.tags.tagged import KINDS
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service import tagging

HELP = """Example: iamctl {words} list-tags {example}
    """


def command_for(words: str) -> Callable[..., None]:
    """`list-tags` of this kind of thing."""
    kind = KINDS[words]
    operation = getattr(tagging, f"list_{kind.operations}_tags")

    def list_tags(ctx: typer.Context, name: str) -> None:
        run = run_of(ctx)
        service = run.service()
        tags = service.call(operation, **kind.named(name))
        run.show(
            Answer(
                {"Tags": [{"Key": tag.key, "Value": tag.value} for tag in tags]},
                columns=(Column("Key", "Key"), Column("Value", "Value")),
                rows="Tags",
                name="Key",
                empty=f"no tags on {kind.one.partition(' ')[2]} {name} in account {service.account_id}",
            )
        )

    return kind.worded(list_tags, "list-tags", HELP)
