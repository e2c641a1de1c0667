from typing import TYPE_CHECKING, Annotated, Literal

import typer

from iamctl.cli import options
from iamctl.cli.input import read_file
from iamctl.cli.output.answer import Answer
from iamctl.cli.run import Run, run_of
from iamctl.errors import ConcurrentModification
from iamctl.exchange.dump import Dump, read_dump
from iamctl.exchange.importing import REPLACE, ImportReport, import_authorization_details
from iamctl.exchange.target import Target, aim, opened
from iamctl.service.service import Service

if TYPE_CHECKING:
    from iamctl.service.permission_changes.sourced import Proof


def authorization_details(
    ctx: typer.Context,
    file: Annotated[str, typer.Argument(metavar="FILE", help="the dump, JSON; - for stdin")],
    into: Annotated[
        str | None, typer.Option("--into", metavar="ACCOUNT-ID", help="take it into this account under its id")
    ] = None,
    on_conflict: Annotated[
        Literal["fail", "skip", "replace"],
        typer.Option("--on-conflict", help="what becomes of entities that the account has with other facts"),
    ] = "fail",
    dry_run: options.DryRun = False,
    yes: options.Yes = False,
) -> None:
    """Import what `aws iam get-account-authorization-details` prints.

    Nothing is lost: an export gives the same back, but for order. The dump is one answer, pages one after another,
    or an array of pages; its documents are objects or the API's percent-encoded strings. The account is the one that
    its ARNs name; it is made where it is not there, else the dump is merged into it.

    With `--into` it becomes another account: the ARNs of its own entities, attachments, boundaries and the principals
    of trust policies get the new id; what other texts of documents name is left and counted.

    What breaks a rule that AWS did not hold the account to is taken in with a warning. How the dump wrote a member,
    and members that iamctl has no place for, are kept under `imports/`, so that `iamctl export
    authorization-details` gives them back as long as the entity says the same.

    Every user and role of the dump is then compared with the account: that it decides the same is proved from the
    dump's own texts, or what differs is told with a request.

    Example: iamctl import authorization-details dump.json
    Example: iamctl import authorization-details dump.json --into 444455556666 --dry-run
    """
    run = run_of(ctx)
    run.check_owner()
    text, source = read_file(file)
    dump = read_dump(text, source)
    target = aim(dump, into=into, account_id=_named_account(run), known=run.accounts().ids())
    if on_conflict == REPLACE and not (dry_run or yes or target.is_new):
        tried, seen, _ = _imported(run, dump, target, on_conflict, dry_run=True)
        if run.is_someone_there:
            run.tell_permissions(tried)
        if seen.replaced and not _is_agreed(run, target, seen.replaced):
            return
        service, report, proof = _imported(run, dump, target, on_conflict, expected=seen.replaced)
    else:
        service, report, proof = _imported(run, dump, target, on_conflict, dry_run=dry_run)
    _show(run, service, target, report, proof)


def _named_account(run: Run) -> str | None:
    """The id of the account that was named for this run, whether or not it is there."""
    named = run.settings.account
    if named is None or (len(named) == 12 and named.isdecimal()):
        return named
    return run.accounts().resolve(named)


def _imported(
    run: Run,
    dump: Dump,
    target: Target,
    on_conflict: str,
    *,
    dry_run: bool = False,
    expected: tuple[str, ...] | None = None,
) -> tuple[Service, ImportReport, "Proof"]:
    from iamctl.exchange.proving import prove_import  # loads the engine

    settings = run.settings
    with (
        opened(target, directory=settings.data_dir, dry_run=dry_run, lock_timeout=settings.lock_timeout) as service,
        service.change(run.care(dry_run=dry_run)) as change,
    ):
        report = change.call(import_authorization_details, dump=dump, on_conflict=on_conflict)
        if expected is not None and report.replaced != expected:
            raise ConcurrentModification(
                "The account changed since it was looked at; nothing was imported.", hint="run the command again"
            )
        proof = prove_import(change.account, dump)
    return service, report, proof


def _is_agreed(run: Run, target: Target, replaced: tuple[str, ...]) -> bool:
    from iamctl.cli.output.ask import confirm
    from iamctl.cli.output.streams import talk
    from iamctl.cli.output.visible import visible

    if run.is_someone_there:
        for words in replaced:
            talk(f"  ~ {visible(words)}\n")
    count = f"{len(replaced)} entities" if len(replaced) > 1 else replaced[0]
    hint = "pass `--yes` to go ahead without a question, `--dry-run` to see what would change"
    question = f"Replace {count} of account {target.account_id}?"
    return confirm(question, is_someone_there=run.is_someone_there, refuse_hint=hint)


def _show(run: Run, service: Service, target: Target, report: ImportReport, proof: "Proof") -> None:
    from iamctl.cli.output.errors import show_warning

    if target.rewritten:
        run.note(target.rewritten)
    for words in (*([target.left] if target.left else []), *report.warnings):
        show_warning(words)
    for words in report.skipped:
        run.note(f"left as it is: {words}")
    if report.lost:
        show_warning(f"{len(report.lost)} entities would not be exported as they came: {', '.join(report.lost)}")
    _tell_proof(run, proof)
    if service.dry_run:
        run.show_changed(service)
        return
    if report.spellings:
        run.note(f"{report.spellings} members are kept under imports/ as the dump wrote them")
    rows = [
        {
            "Type": tally.entity_type,
            "InDump": tally.in_dump,
            "New": tally.new,
            "Replaced": tally.replaced,
            "Unchanged": tally.unchanged,
            "Skipped": tally.skipped,
        }
        for tally in report.tallies
    ]
    members = {
        "AccountId": report.account_id,
        "Imported": rows,
        "SpellingsKept": report.spellings,
        "NotRepresented": list(report.lost),
        "Proof": {"Compared": proof.compared, "Missing": list(proof.missing), "Unread": list(proof.unread)}
        | proof.members,
    }
    run.show(Answer(members, rows="Imported", name="Type"))


def _tell_proof(run: Run, proof: "Proof") -> None:
    """Say that the account decides as the dump says, or for whom it does not."""
    if proof.is_equal:
        run.note(f"proved: all {proof.compared} users and roles of the dump may do what they may do there")
        return
    from iamctl.cli.comparison_view import comparison_tree
    from iamctl.cli.output.branches import plain_lines
    from iamctl.cli.output.streams import talk

    run.warn("the account does not decide as the dump does, or it is not proved that it does")
    for arn in proof.missing:
        run.warn(f"{arn} of the dump is not in the account")
    for arn in proof.unread:
        run.warn(f"policies of {arn} differ from the dump's and cannot be read")
    talk("".join(f"{line}\n" for root in comparison_tree(proof.members) for line in plain_lines(root)))
