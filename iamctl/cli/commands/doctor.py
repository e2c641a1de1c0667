from typing import Annotated

import typer

from iamctl.cli import options
from iamctl.cli.findings import answer_of
from iamctl.cli.run import run_of
from iamctl.errors import CheckFailed
from iamctl.service.doctor import examine, finding_members
from iamctl.store.protocol import Finding


def doctor(
    ctx: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="mend what can be mended without a decision")] = False,
    dry_run: options.DryRun = False,
) -> None:
    """Find everything that is wrong with the account, with file and line, and how to mend it.

    Files that do not parse or break a rule, names that refer to nothing, exceeded quotas, files that others may
    open, what a killed process left. Exit status 1 when there are findings. `--repair` closes what is open to
    others, removes stray staged files and sets a damaged ledger aside; it throws nothing away that held anything.

    Example: iamctl doctor
    Example: iamctl doctor --repair --output json
    """
    run = run_of(ctx)
    service = run.service()
    mended: list[Finding] = []
    if repair and not dry_run:
        mended = service.repair()
    found = examine(service)
    if repair and dry_run:
        mended = [finding for finding in found if finding.repairable]
    for finding in mended:
        run.note(f"{'would be mended' if dry_run else 'mended'}: {finding.place}: {finding.message}")
    head = {"Repaired": [finding_members(finding) for finding in mended]} if repair and not dry_run else {}
    run.show(answer_of(found, empty=f"no findings in account {service.account_id}", **head))
    if found:
        raise CheckFailed(f"The account has {len(found)} findings.")
