from enum import StrEnum
from typing import Annotated

import typer

from iamctl.cli import further_credential_options
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.further_credential_members import ssh_key_members
from iamctl.service.ssh_public_keys import get_ssh_public_key


class Encoding(StrEnum):
    SSH = "SSH"
    PEM = "PEM"


def get(
    ctx: typer.Context,
    user_name: further_credential_options.UserName,
    key: further_credential_options.KeyId,
    encoding: Annotated[
        Encoding, typer.Option("--encoding", metavar="ENCODING", help="SSH or PEM", case_sensitive=False)
    ] = Encoding.SSH,
) -> None:
    """Show an SSH public key of a user, with its fingerprint.

    Example: iamctl creds ssh-key get alice APKA00000000000ALICE0
    Example: iamctl creds ssh-key get alice APKA00000000000ALICE0 --encoding PEM --output json
    """
    run = run_of(ctx)
    held = run.service().call(get_ssh_public_key, user_name=user_name, ssh_public_key_id=key, encoding=encoding.value)
    run.show(Answer({"SSHPublicKey": ssh_key_members(held)}, name="SSHPublicKeyId"))
