import typer

from iamctl.cli import options
from iamctl.cli.commands.provider.saml.provider import SamlProviders
from iamctl.cli.deletion import Loss, carry_out, each
from iamctl.cli.run import run_of
from iamctl.service.saml_providers import delete_saml_provider
from iamctl.service.service import Change


def delete(
    ctx: typer.Context,
    providers: SamlProviders,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Delete SAML providers.

    Roles that trust one are left as they are; nobody can assume them through it any more.

    Example: iamctl provider saml delete Okta --yes
    Example: iamctl provider saml delete Retired --ignore-missing
    """
    run = run_of(ctx)

    def one(change: Change, name: str) -> Loss:
        provider = change.call(delete_saml_provider, saml_provider_arn=name)
        return Loss((f"SAML provider {provider.name}",))

    carry_out(run, each(run, providers, one, ignore_missing=ignore_missing), yes=yes, dry_run=dry_run)
