import typer

from iamctl.cli import options
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service.tagging import list_user_tags


def list_tags(ctx: typer.Context, user_name: options.UserName) -> None:
    """List the tags of a user.

    Example: iamctl user list-tags alice
    """
    run = run_of(ctx)
    service = run.service()
    tags = service.call(list_user_tags, user_name=user_name)
    run.show(
        Answer(
            {"Tags": [{"Key": tag.key, "Value": tag.value} for tag in tags]},
            columns=(Column("Key", "Key"), Column("Value", "Value")),
            rows="Tags",
            name="Key",
            empty=f"no tags on user {user_name} in account {service.account_id}",
        )
    )
