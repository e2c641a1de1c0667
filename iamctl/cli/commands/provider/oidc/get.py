import typer

from iamctl.cli.commands.provider.oidc.provider import OidcProvider
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.members import oidc_provider_members
from iamctl.service.oidc_providers import get_open_id_connect_provider


def get(ctx: typer.Context, provider: OidcProvider) -> None:
    """Show an OpenID Connect provider.

    Example: iamctl provider oidc get token.actions.githubusercontent.com
    """
    run = run_of(ctx)
    found = run.service().call(get_open_id_connect_provider, open_id_connect_provider_arn=provider)
    run.show(Answer(oidc_provider_members(found), name="Url"))
