import typer

from iamctl.cli import options
from iamctl.cli.deletion import Loss, agreed, missing_is_fine
from iamctl.cli.run import Run, run_of
from iamctl.errors import MachineError

SHELVES = {
    "users": ("user", "users"),
    "groups": ("group", "groups"),
    "roles": ("role", "roles"),
    "policies": ("policy", "policies"),
    "instance_profiles": ("instance profile", "instance profiles"),
    "saml_providers": ("SAML provider", "SAML providers"),
    "oidc_providers": ("OpenID Connect provider", "OpenID Connect providers"),
    "resource_policies": ("resource policy", "resource policies"),
}
"""Each with its words for one and for several."""


def delete(
    ctx: typer.Context,
    account: options.AccountNamed,
    ignore_missing: options.IgnoreMissing = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Delete an account with everything in it and its history.

    This cannot be undone: the folder goes with the history that `undo` reads.

    Example: iamctl account delete acme --yes
    """
    run = run_of(ctx)
    accounts = run.accounts()
    with missing_is_fine(run, ignore_missing):
        account_id = accounts.resolve(account)
        loss = _loss(run, account_id)
        if dry_run:
            run.note(f"a dry run: {', '.join(loss.named)} would go, with {', '.join(loss.more)}")
        elif yes or agreed(run, loss):
            accounts.delete(account_id)


def _loss(run: Run, account_id: str) -> Loss:
    """The account and what it holds; one that cannot be read says only that."""
    try:
        with run.service(account=account_id).reading() as account:
            counts = {shelf: getattr(account, shelf).count() for shelf in SHELVES}
    except MachineError:
        return Loss((f"account {account_id}",), ("what it holds, which cannot be read", "its history"))
    held = [f"{count} {SHELVES[shelf][count > 1]}" for shelf, count in counts.items() if count]
    return Loss((f"account {account_id}",), (*held, "its history"))
