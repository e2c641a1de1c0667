from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.commands.provider.saml.provider import (
    AddPrivateKey,
    AllowSha1,
    AssertionEncryptionMode,
    SamlMetadataDocument,
    Strict,
    read_metadata,
    read_private_key,
    set_verification,
)
from iamctl.cli.creation import there_is_fine
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.lookup import the_saml_provider
from iamctl.service.members import tag_members
from iamctl.service.saml_providers import create_saml_provider


def create(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="the new provider's name")],
    saml_metadata_document: SamlMetadataDocument,
    add_private_key: AddPrivateKey = None,
    assertion_encryption_mode: AssertionEncryptionMode = None,
    strict: Strict = None,
    allow_sha1: AllowSha1 = None,
    tag: options.Tags = None,
    if_not_exists: options.IfNotExists = False,
    dry_run: options.DryRun = False,
) -> None:
    """Create a SAML provider from its metadata.

    Example: iamctl provider saml create Entra --metadata idp-metadata.xml
    Example: iamctl provider saml create Partner --metadata idp-metadata.xml --strict
    """
    run = run_of(ctx)
    tags = options.parse_tags(tag)
    key = read_private_key(add_private_key, metadata=saml_metadata_document)
    metadata = read_metadata(saml_metadata_document)
    service = run.service(dry_run=dry_run)
    with service.change() as change:
        with there_is_fine(run, if_not_exists, change, "GetSAMLProvider", saml_provider_arn=name):
            change.call(
                create_saml_provider,
                name=name,
                saml_metadata_document=metadata,
                tags=tags,
                assertion_encryption_mode=assertion_encryption_mode,
                add_private_key=key,
            )
            set_verification(change, name, strict, allow_sha1)
        provider = the_saml_provider(change.account, name)
    members = {"SAMLProviderArn": provider.arn} | tag_members(provider.tags)
    run.show_changed(service, Answer(members, name="SAMLProviderArn"), lines=[provider.arn])
