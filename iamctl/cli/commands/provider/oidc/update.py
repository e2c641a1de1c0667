from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.commands.provider.oidc.provider import Jwks, OidcProvider, read_jwks
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.errors import UsageError
from iamctl.service.lookup import the_oidc_provider
from iamctl.service.members import oidc_provider_members
from iamctl.service.oidc_providers import (
    add_client_id_to_open_id_connect_provider,
    remove_client_id_from_open_id_connect_provider,
    set_open_id_connect_provider_keys,
    update_open_id_connect_provider_thumbprint,
)
from iamctl.service.service import Change


def update(
    ctx: typer.Context,
    provider: OidcProvider,
    add_client_id: Annotated[
        list[str] | None,
        typer.Option("--add-client-id", metavar="ID", help="take tokens for this audience too; may be given again"),
    ] = None,
    remove_client_id: Annotated[
        list[str] | None,
        typer.Option("--remove-client-id", metavar="ID", help="take them no longer; may be given again"),
    ] = None,
    thumbprint: Annotated[
        list[str] | None,
        typer.Option(
            "--thumbprint-list",
            "--thumbprint",
            metavar="SHA1",
            help="in the place of all that it has; may be given again",
        ),
    ] = None,
    jwks: Jwks = None,
    remove_jwks: Annotated[
        bool,
        typer.Option("--remove-jwks", help="keep no keys for it: fetch them from it again", show_default=False),
    ] = False,
    dry_run: options.DryRun = False,
) -> None:
    """Change the client ids, thumbprints and kept keys of an OpenID Connect provider.

    All of it is one change. Client ids that are there or gone already are passed over.

    Example: iamctl provider oidc update token.actions.githubusercontent.com --add-client-id ci --remove-client-id old
    Example: iamctl provider oidc update token.actions.githubusercontent.com --jwks jwks.json
    """
    if not (add_client_id or remove_client_id or thumbprint or jwks or remove_jwks):
        raise UsageError(
            "There is nothing to update.",
            hint="say `--add-client-id`, `--remove-client-id`, `--thumbprint`, `--jwks` or `--remove-jwks`",
        )
    if jwks and remove_jwks:
        raise UsageError("--jwks and --remove-jwks say opposite things.")
    key_set = read_jwks(jwks) if jwks else None
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        for needed, given in (
            ("RemoveClientIDFromOpenIDConnectProvider", remove_client_id),
            ("AddClientIDToOpenIDConnectProvider", add_client_id),
            ("UpdateOpenIDConnectProviderThumbprint", thumbprint or jwks or remove_jwks),
        ):
            if given:
                change.check(needed, open_id_connect_provider_arn=provider)
        arn = the_oidc_provider(change.account, provider).arn
        _change_client_ids(change, arn, remove_client_id or [], add_client_id or [])
        if thumbprint:
            change.call(
                update_open_id_connect_provider_thumbprint,
                open_id_connect_provider_arn=arn,
                thumbprint_list=thumbprint,
            )
        if key_set is not None or remove_jwks:
            change.call(set_open_id_connect_provider_keys, open_id_connect_provider_arn=arn, json_web_key_set=key_set)
        changed = the_oidc_provider(change.account, arn)
    run.show_changed(service, Answer(oidc_provider_members(changed), name="Url"), lines=[changed.arn])


def _change_client_ids(change: Change, arn: str, removed: list[str], added: list[str]) -> None:
    for client_id in removed:
        change.call(
            remove_client_id_from_open_id_connect_provider, open_id_connect_provider_arn=arn, client_id=client_id
        )
    for client_id in added:
        change.call(add_client_id_to_open_id_connect_provider, open_id_connect_provider_arn=arn, client_id=client_id)
