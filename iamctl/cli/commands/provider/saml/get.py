import typer

from iamctl.cli.commands.provider.saml.provider import SamlProvider
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.members import saml_provider_members, saml_verification_members
from iamctl.service.saml_providers import get_saml_provider


def get(ctx: typer.Context, provider: SamlProvider) -> None:
    """Show a SAML provider with its metadata.

    Example: iamctl provider saml get Okta
    Example: iamctl provider saml get Okta --query SAMLMetadataDocument
    """
    run = run_of(ctx)
    found = run.service().call(get_saml_provider, saml_provider_arn=provider)
    run.show(Answer(saml_provider_members(found) | saml_verification_members(found)))
