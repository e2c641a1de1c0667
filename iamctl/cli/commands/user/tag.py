import typer

from iamctl.cli import options
from iamctl.cli.run import run_of
from iamctl.service.tagging import tag_user


def tag(
    ctx: typer.Context, user_name: options.UserName, tags: options.TagArguments, dry_run: options.DryRun = False
) -> None:
    """Tag a user; a key that it has takes the new value.

    Example: iamctl user tag alice team=core env=prod
    """
    run = run_of(ctx)
    parsed = options.parse_tags(tags)
    service = run.service(dry_run=dry_run)
    service.call(tag_user, user_name=user_name, tags=parsed)
    run.show_changed(service)
