from typing import Annotated

import typer

from iamctl.cli import further_credential_options, options
from iamctl.cli.input import LARGEST_DOCUMENT, read_file
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.further_credential_members import ssh_key_members
from iamctl.service.ssh_public_keys import upload_ssh_public_key


def upload(
    ctx: typer.Context,
    user_name: further_credential_options.UserName,
    file: Annotated[str, typer.Argument(metavar="FILE", help="the public key, ssh-rsa or PEM; - for stdin")],
    dry_run: options.DryRun = False,
) -> None:
    """Give a user an SSH public key, for CodeCommit.

    RSA of at least 2048 bits. At most five for each user.

    Example: iamctl creds ssh-key upload bob id_rsa.pub
    """
    run = run_of(ctx)
    body, _ = read_file(file, largest=LARGEST_DOCUMENT)
    service = run.service(dry_run=dry_run)
    held = service.call(upload_ssh_public_key, user_name=user_name, ssh_public_key_body=body)
    answer = Answer({"SSHPublicKey": ssh_key_members(held)}, name="SSHPublicKeyId")
    run.show_changed(service, answer, lines=[held.key.ssh_public_key_id])
