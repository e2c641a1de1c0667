import typer

from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.service.oidc_providers import list_open_id_connect_providers


def list(ctx: typer.Context) -> None:
    """List the OpenID Connect providers.

    Example: iamctl provider oidc list
    """
    run = run_of(ctx)
    service = run.service()
    providers = service.call(list_open_id_connect_providers)
    run.show(
        Answer(
            {"OpenIDConnectProviderList": [{"Arn": provider.arn} for provider in providers]},
            columns=(Column("Arn", "Arn"),),
            rows="OpenIDConnectProviderList",
            name="Arn",
            empty=f"no OpenID Connect providers in account {service.account_id}",
        )
    )
