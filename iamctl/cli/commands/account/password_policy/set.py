from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.run import run_of
from iamctl.service.account_settings import update_account_password_policy


def set(
    ctx: typer.Context,
    minimum_password_length: Annotated[
        int, typer.Option("--minimum-password-length", metavar="COUNT", help="characters, 6-128")
    ] = 6,
    require_symbols: Annotated[
        bool,
        typer.Option("--require-symbols/--no-require-symbols", help="one of ! @ # $ % ^ & * …", show_default=False),
    ] = False,
    require_numbers: Annotated[
        bool, typer.Option("--require-numbers/--no-require-numbers", help="one of 0-9", show_default=False)
    ] = False,
    require_uppercase_characters: Annotated[
        bool,
        typer.Option(
            "--require-uppercase-characters/--no-require-uppercase-characters", help="one of A-Z", show_default=False
        ),
    ] = False,
    require_lowercase_characters: Annotated[
        bool,
        typer.Option(
            "--require-lowercase-characters/--no-require-lowercase-characters", help="one of a-z", show_default=False
        ),
    ] = False,
    allow_users_to_change_password: Annotated[
        bool,
        typer.Option(
            "--allow-users-to-change-password/--no-allow-users-to-change-password",
            help="users may change their own",
            show_default=False,
        ),
    ] = False,
    max_password_age: Annotated[
        int | None, typer.Option("--max-password-age", metavar="DAYS", help="1-1095; without it, never expires")
    ] = None,
    password_reuse_prevention: Annotated[
        int | None, typer.Option("--password-reuse-prevention", metavar="COUNT", help="old ones remembered, 1-24")
    ] = None,
    hard_expiry: Annotated[
        bool,
        typer.Option(
            "--hard-expiry/--no-hard-expiry",
            help="who lets a password expire needs an administrator",
            show_default=False,
        ),
    ] = False,
    dry_run: options.DryRun = False,
) -> None:
    """Set the account's password policy; what is not given goes back to its default.

    Example: iamctl account password-policy set --minimum-password-length 14 --require-numbers --max-password-age 90
    """
    run = run_of(ctx)
    service = run.service(dry_run=dry_run)
    service.call(
        update_account_password_policy,
        minimum_password_length=minimum_password_length,
        require_symbols=require_symbols,
        require_numbers=require_numbers,
        require_uppercase_characters=require_uppercase_characters,
        require_lowercase_characters=require_lowercase_characters,
        allow_users_to_change_password=allow_users_to_change_password,
        max_password_age=max_password_age,
        password_reuse_prevention=password_reuse_prevention,
        hard_expiry=hard_expiry,
    )
    run.show_changed(service)
