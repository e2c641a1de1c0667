import typer

from iamctl.cli import options
from iamctl.cli.commands.provider.oidc.provider import OidcProviders
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.service.oidc_providers import delete_open_id_connect_provider
from iamctl.service.service import Change


def delete(
    ctx: typer.Context,
    providers: OidcProviders,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Delete OpenID Connect providers.

    Roles that trust one are left as they are; nobody can assume them through it any more.

    Example: iamctl provider oidc delete token.actions.githubusercontent.com --yes
    Example: iamctl provider oidc delete retired.example.com --ignore-missing
    """
    run = run_of(ctx)

    def one(change: Change, name: str) -> Loss:
        provider = change.call(delete_open_id_connect_provider, open_id_connect_provider_arn=name)
        return Loss((f"OpenID Connect provider {provider.url}",))

    carry_out(run, each(run, providers, one, ignore_missing=ignore_missing), yes=yes, dry_run=dry_run)
