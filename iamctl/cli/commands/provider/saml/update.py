import typer

from iamctl.cli import options
from iamctl.cli.commands.provider.saml.provider import SamlMetadataDocument, SamlProvider, read_metadata
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.saml_providers import update_saml_provider


def update(
    ctx: typer.Context,
    provider: SamlProvider,
    saml_metadata_document: SamlMetadataDocument,
    dry_run: options.DryRun = False,
) -> None:
    """Put other metadata in the place of a SAML provider's.

    Example: iamctl provider saml update Okta --saml-metadata-document idp-metadata.xml
    """
    run = run_of(ctx)
    metadata = read_metadata(saml_metadata_document)
    service = run.service(dry_run=dry_run)
    changed = service.call(update_saml_provider, saml_provider_arn=provider, saml_metadata_document=metadata)
    run.show_changed(service, Answer({"SAMLProviderArn": changed.arn}, name="SAMLProviderArn"), lines=[changed.arn])
