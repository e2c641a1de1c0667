import typer

from iamctl.cli import credential_options
from iamctl.cli.credential_options import key_meant
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.access_keys import get_access_key_last_used
from iamctl.service.credential_members import use_members


def last_used(ctx: typer.Context, key: credential_options.KeyOrOwner) -> None:
    """Show when an access key was last used, for which service and where.

    Uses within 15 minutes count as one. They are kept beside the history: using a key changes no file.

    Example: iamctl creds key last-used alice
    """
    run = run_of(ctx)
    with run.service().lookups() as reading:
        _, access_key_id = key_meant(reading, key, operation="GetAccessKeyLastUsed")
        use = reading.call(get_access_key_last_used, access_key_id=access_key_id)
    run.show(Answer(use_members(use), name="UserName"))
