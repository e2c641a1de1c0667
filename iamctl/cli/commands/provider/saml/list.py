import typer

from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service.members import listed_saml_provider
from iamctl.service.saml_providers import list_saml_providers

COLUMNS = tuple(Column(member, member) for member in ("Arn", "CreateDate", "ValidUntil"))


def list(ctx: typer.Context) -> None:
    """List the SAML providers.

    Example: iamctl provider saml list
    """
    run = run_of(ctx)
    service = run.service()
    providers = service.call(list_saml_providers)
    run.show(
        Answer(
            {"SAMLProviderList": [listed_saml_provider(provider) for provider in providers]},
            columns=COLUMNS,
            rows="SAMLProviderList",
            name="Arn",
            empty=f"no SAML providers in account {service.account_id}",
        )
    )
