from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.commands.provider.oidc.provider import Jwks, read_jwks
from iamctl.cli.creation import there_is_fine
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.lookup import the_oidc_provider
from iamctl.service.members import tag_members
from iamctl.service.oidc_providers import (
    create_open_id_connect_provider,
    set_open_id_connect_provider_keys,
    without_port,
)


def create(
    ctx: typer.Context,
    url: Annotated[
        str, typer.Argument(metavar="URL", help="the issuer with https://, as its tokens have it under iss")
    ],
    client_id: Annotated[
        list[str] | None,
        typer.Option(
            "--client-id-list",
            "--client-id",
            metavar="ID",
            help="an audience whose tokens are taken; may be given again",
        ),
    ] = None,
    thumbprint: Annotated[
        list[str] | None,
        typer.Option(
            "--thumbprint-list",
            "--thumbprint",
            metavar="SHA1",
            help="40 hexadecimal digits; may be given up to five times",
        ),
    ] = None,
    jwks: Jwks = None,
    tag: options.Tags = None,
    if_not_exists: options.IfNotExists = False,
    dry_run: options.DryRun = False,
) -> None:
    """Create an OpenID Connect provider.

    Nothing is fetched from it: AWS would look up a thumbprint that is not given, here there is none then.

    Example: iamctl provider oidc create https://gitlab.example.com --client-id https://gitlab.example.com
    Example: iamctl provider oidc create https://idp.example.com/ci --client-id sts.amazonaws.com --jwks jwks.json
    """
    run = run_of(ctx)
    tags = options.parse_tags(tag)
    key_set = None if jwks is None else read_jwks(jwks)
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        with there_is_fine(run, if_not_exists, change, "GetOpenIDConnectProvider", open_id_connect_provider_arn=url):
            created = change.call(
                create_open_id_connect_provider,
                url=url,
                client_id_list=client_id or [],
                thumbprint_list=thumbprint or [],
                tags=tags,
            )
            if key_set is not None:
                change.call(
                    set_open_id_connect_provider_keys,
                    open_id_connect_provider_arn=created.arn,
                    json_web_key_set=key_set,
                )
        provider = the_oidc_provider(change.account, without_port(url))
    members = {"OpenIDConnectProviderArn": provider.arn} | tag_members(provider.tags)
    run.show_changed(service, Answer(members, name="OpenIDConnectProviderArn"), lines=[provider.arn])
