import typer

from iamctl.cli.output.answer import Answer
from iamctl.cli.run import run_of
from iamctl.service.account_settings import get_account_password_policy
from iamctl.service.members import password_policy_members


def show(ctx: typer.Context) -> None:
    """Show the account's password policy.

    Example: iamctl account password-policy show
    """
    run = run_of(ctx)
    policy = run.service().call(get_account_password_policy)
    run.show(Answer({"PasswordPolicy": password_policy_members(policy)}))
