from collections.abc import Callable

import typer

from iamctl.cli import options
from iamctl.cli.commands.tags.tagged import KINDS
from iamctl.cli.run import run_of
from iamctl.service import tagging

HELP = """A key that it does not have is passed over.

    Example: iamctl {words} untag {example} team
    """


def command_for(words: str) -> Callable[..., None]:
    """`untag` of this kind of thing."""
    kind = KINDS[words]
    operation = getattr(tagging, f"untag_{kind.operations}")

    def untag(ctx: typer.Context, name: str, tag_keys: options.TagKeys, dry_run: options.DryRun = False) -> None:
        run = run_of(ctx)
        service = run.service(dry_run=dry_run)
        service.call(operation, tag_keys=tag_keys, **kind.named(name))
        run.show_changed(service)

    return kind.worded(untag, "untag", HELP)
