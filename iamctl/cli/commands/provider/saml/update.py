import typer

from iamctl.cli import options
from iamctl.cli.commands.provider.saml.provider import (
    AddPrivateKey,
    AllowSha1,
    AssertionEncryptionMode,
    NewSamlMetadataDocument,
    RemovePrivateKey,
    SamlProvider,
    Strict,
    read_metadata,
    read_private_key,
    set_verification,
)
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.errors import UsageError
from iamctl.service.lookup import the_saml_provider
from iamctl.service.saml_providers import update_saml_provider


def update(
    ctx: typer.Context,
    provider: SamlProvider,
    saml_metadata_document: NewSamlMetadataDocument = None,
    add_private_key: AddPrivateKey = None,
    remove_private_key: RemovePrivateKey = None,
    assertion_encryption_mode: AssertionEncryptionMode = None,
    strict: Strict = None,
    allow_sha1: AllowSha1 = None,
    dry_run: options.DryRun = False,
) -> None:
    """Put other metadata in a SAML provider's place, or change how it is verified.

    Example: iamctl provider saml update Okta --metadata idp-metadata.xml
    Example: iamctl provider saml update Okta --strict
    """
    run = run_of(ctx)
    key = read_private_key(add_private_key, metadata=saml_metadata_document)
    metadata = None if saml_metadata_document is None else read_metadata(saml_metadata_document)
    of_aws = (metadata, key, remove_private_key, assertion_encryption_mode)
    if all(each is None for each in (*of_aws, strict, allow_sha1)):
        raise UsageError("There is nothing to update.", hint="give `--metadata FILE`, `--strict` or another option")
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        if any(each is not None for each in of_aws):
            change.call(
                update_saml_provider,
                saml_provider_arn=provider,
                saml_metadata_document=metadata,
                assertion_encryption_mode=assertion_encryption_mode,
                add_private_key=key,
                remove_private_key=remove_private_key,
            )
        set_verification(change, provider, strict, allow_sha1)
        changed = the_saml_provider(change.account, provider)
    run.show_changed(service, Answer({"SAMLProviderArn": changed.arn}, name="SAMLProviderArn"), lines=[changed.arn])
