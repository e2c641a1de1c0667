from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from iamctl import bootstrap as world
from iamctl.cli import options
from iamctl.cli.credentials_out import CredentialsOut
from iamctl.cli.input import STDIN, read_file
from iamctl.cli.run import Run, run_of
from iamctl.errors import ConcurrentModification, EntityAlreadyExists
from iamctl.service.account import Account
from iamctl.service.declaration.credentials import make_credentials
from iamctl.service.declaration.declared import Declaration
from iamctl.service.declaration.draft import NoShelves
from iamctl.service.declaration.plan import Plan, plan_of
from iamctl.service.declaration.plan import bootstrap as carry_out
from iamctl.service.declaration.read import parse_declaration
from iamctl.service.new_account import new_settings

if TYPE_CHECKING:
    from iamctl.service.declaration.credentials import MadeCredentials
    from iamctl.service.service import Change, Service


class CredentialsFormat(StrEnum):
    CSV = "csv"
    JSON = "json"


def bootstrap(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="the declaration, TOML; - for stdin")],
    prune: Annotated[bool, typer.Option("--prune", help="remove what the file does not name")] = False,
    credentials_out: Annotated[
        str | None,
        typer.Option(
            "--credentials-out", metavar="FILE", help="write new credentials into a new file that only you can read"
        ),
    ] = None,
    credentials_format: Annotated[
        CredentialsFormat | None,
        typer.Option(
            "--credentials-format",
            metavar="FORMAT",
            help="csv or json; without it, what the file's name ends with",
            show_default=False,
        ),
    ] = None,
    force: Annotated[bool, typer.Option("--force", help="replace the file of --credentials-out")] = False,
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Make the account what a file says, in one change; a second run changes nothing.

    The file has the tables [account], [password_policy], [[policy]], [[group]], [[user]], [[role]],
    [[instance_profile]], [[saml_provider]] and [[oidc_provider]], with the keys that the account's own files have.
    Policies go by their names or ARNs. No account has to be there: without one, one is made.

    A key that the file has is made so: lists become equal, an empty text takes away. A key that it does not have is
    left as it is. With `--prune` such a key goes back to its default, and users, groups, roles, policies, instance
    profiles and providers that the file does not name are removed. The account's settings and service-linked roles
    are never removed.

    A user with `console_password = "generate"`, `access_keys = 1` or `mfa = true` is given what it lacks; what it has
    stays, so that a second run makes none. The secrets, and the URI that an authenticator reads the MFA device from,
    go into the file of `--credentials-out`, before anything is kept, or are shown this once.

    Every mistake of the file is told at once, with line and column; then nothing changes.

    Example: iamctl bootstrap acme.toml
    Example: iamctl bootstrap acme.toml --prune --dry-run
    Example: iamctl bootstrap acme.toml --credentials-out new-credentials.csv
    """
    run = run_of(ctx)
    run.check_owner()
    form = credentials_format.value if credentials_format is not None else None
    out = CredentialsOut(run, file=credentials_out, form=form, force=force, inputs=(file,))
    declaration = _declaration(file)
    account_id = _account_id(run, declaration)
    if account_id is None:
        _make(run, declaration, out, prune=prune, dry_run=dry_run)
    else:
        _change(run, declaration, out, account_id, prune=prune, dry_run=dry_run, yes=yes)


def _declaration(file: str) -> Declaration:
    text, source = read_file(file)
    folder = Path() if file == STDIN else Path(file).parent

    def read_beside(name: str) -> tuple[str, str]:
        return read_file(str(folder / name))

    return parse_declaration(text, source, read_beside)


def _account_id(run: Run, declaration: Declaration) -> str | None:
    """The account that is there and meant; None where one is to be made."""
    accounts = run.accounts()
    said = declaration.account.account_id
    if run.settings.account is not None:
        return accounts.resolve(run.settings.account)
    if said is not None:
        return said if said in accounts.ids() else None
    return accounts.resolve(None) if accounts.ids() else None


def _check_alias(run: Run, declaration: Declaration, account_id: str) -> None:
    try:
        run.accounts().check_alias_free(declaration.account.alias, account_id=account_id)
    except EntityAlreadyExists as error:
        declaration.errata.add_error(("account", "alias"), error)


def _make(run: Run, declaration: Declaration, out: CredentialsOut, *, prune: bool, dry_run: bool) -> None:
    """A new account with everything in it, or none."""
    settings = new_settings(
        account_id=declaration.account.account_id or world.new_account_id(), create_date=world.now()
    )
    _check_alias(run, declaration, settings.account_id)
    nothing = Account(
        NoShelves(settings),
        now=world.now(),
        new_id=world.new_id,
        aws_policies=world.PublishedPolicies(),
        caller=settings.arn,
    )
    plan = plan_of(nothing, declaration, prune=prune).with_new_account()
    with (
        out.kept_if_it_fails(),
        world.new_account(
            plan.settings, directory=run.settings.data_dir, dry_run=dry_run, keys=run.vault_keys()
        ) as service,
        service.change(run.care(dry_run=dry_run)) as change,
    ):
        made = _carry_out(change, plan, declaration, out, dry_run=dry_run)
    run.watch(service)
    _show(run, service, plan, declaration, made, out)


def _change(
    run: Run,
    declaration: Declaration,
    out: CredentialsOut,
    account_id: str,
    *,
    prune: bool,
    dry_run: bool,
    yes: bool,
) -> None:
    """The account that is there, brought to what the file says."""
    _check_alias(run, declaration, account_id)
    service = run.service(account=account_id, dry_run=dry_run)
    seen: Plan | None = None
    if prune and not (yes or dry_run):
        with service.reading() as account:
            seen = plan_of(account, declaration, prune=prune)
        if seen.removed and run.is_someone_there:
            run.tell_permissions(_tried(run, declaration, account_id, prune=prune))
        if seen.removed and not _is_agreed(run, seen):
            return
    with out.kept_if_it_fails(), service.change() as change:
        plan = plan_of(change.account, declaration, prune=prune)
        if seen is not None and plan.outline != seen.outline:
            raise ConcurrentModification(
                "The account changed since it was looked at; nothing was done.", hint="run the command again"
            )
        made = _carry_out(change, plan, declaration, out, dry_run=dry_run)
    _show(run, service, plan, declaration, made, out)


def _tried(run: Run, declaration: Declaration, account_id: str, *, prune: bool) -> "Service":
    """The same done for looking."""
    service = run.service(account=account_id, dry_run=True)
    with service.change() as change:
        plan = plan_of(change.account, declaration, prune=prune)
        change.call(carry_out, plan, file=declaration.source, counts=plan.counts)
    return service


def _carry_out(
    change: "Change", plan: Plan, declaration: Declaration, out: CredentialsOut, *, dry_run: bool
) -> "tuple[MadeCredentials, ...]":
    """The plan in this change, and its credentials: a file for them is there before the change is kept.

    A dry run makes none.
    """
    if plan.credentials and not dry_run:
        out.check()
    change.call(carry_out, plan, file=declaration.source, counts=plan.counts)
    if dry_run:
        return ()
    made = make_credentials(change, plan.credentials)
    out.write(change.account.account_id, made)
    return made


def _is_agreed(run: Run, plan: Plan) -> bool:
    from iamctl.cli.bootstrap_view import BEFORE, plan_lines
    from iamctl.cli.output.ask import confirm
    from iamctl.cli.output.streams import talk

    talk("".join(f"{line}\n" for line in plan_lines(plan, BEFORE)))
    count = len(plan.removed)
    return confirm(
        f"Remove {count} {'entities' if count > 1 else 'entity'} that the file does not name?",
        is_someone_there=run.is_someone_there,
        refuse_hint="pass `--yes` to go ahead without a question, `--dry-run` to see everything that would change",
    )


def _show(
    run: Run,
    service: "Service",
    plan: Plan,
    declaration: Declaration,
    made: "tuple[MadeCredentials, ...]",
    out: CredentialsOut,
) -> None:
    from iamctl.cli.bootstrap_view import show_bootstrap

    show_bootstrap(run, service, plan, declaration.source, made=made, credentials_file=out.path)
