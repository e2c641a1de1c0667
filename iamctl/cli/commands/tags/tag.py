from collections.abc import Callable

import typer

from iamctl.cli import options
from iamctl.cli.commands.tags.tagged import KINDS
from iamctl.cli.run import run_of
from iamctl.service import tagging

HELP = """{case}

    Example: iamctl {words} tag {example} team=core env=prod
    """


def command_for(words: str) -> Callable[..., None]:
    """`tag` of this kind of thing."""
    kind = KINDS[words]
    operation = getattr(tagging, f"tag_{kind.operations}")

    def tag(ctx: typer.Context, name: str, tags: options.TagArguments, dry_run: options.DryRun = False) -> None:
        run = run_of(ctx)
        parsed = options.parse_tags(tags)
        service = run.service(dry_run=dry_run)
        service.call(operation, tags=parsed, **kind.named(name))
        run.show_changed(service)

    return kind.worded(tag, "tag", HELP)
