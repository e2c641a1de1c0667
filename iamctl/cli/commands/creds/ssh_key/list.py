import typer

from iamctl.cli import further_credential_options
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service.further_credential_members import listed_ssh_key
from iamctl.service.lookup import the_user
from iamctl.service.ssh_public_keys import list_ssh_public_keys

COLUMNS = tuple(Column(member, member) for member in ("SSHPublicKeyId", "Status", "UploadDate"))


def list(ctx: typer.Context, user_name: further_credential_options.UserName) -> None:
    """List a user's SSH public keys.

    Example: iamctl creds ssh-key list alice
    """
    run = run_of(ctx)
    with run.service().lookups() as reading:
        keys = reading.call(list_ssh_public_keys, user_name=user_name)
        user = the_user(reading.account, user_name)
    rows = [listed_ssh_key(key, user) for key in keys]
    empty = f"{user.name} has no SSH public keys"
    run.show(Answer({"SSHPublicKeys": rows}, columns=COLUMNS, rows="SSHPublicKeys", name="SSHPublicKeyId", empty=empty))
