from typing import Annotated

import typer

from iamctl.cli.input import LARGEST_DOCUMENT, read_file
from iamctl.cli.run import Run, run_of

File = Annotated[
    str, typer.Argument(metavar="FILE", help="actions and resources: JSON, JSON Lines, TOML or plain text; - is stdin")
]
Dependent = Annotated[
    bool,
    typer.Option("--dependent/--no-dependent", help="also allow what AWS says that the actions depend on"),
]


def from_access(ctx: typer.Context, file: File, dependent: Dependent = True) -> None:
    """Print the least policy that allows a list of actions and resources.

    An entry is {"action": "s3:GetObject", "resource": "arn:aws:s3:::artifacts/*"}, or a line of both words; without
    a resource it is on *. Actions and resource types are AWS's: what is not known, and a resource that an action
    does not act on, is refused. What was added is said on stderr.

    Example: iamctl policy from-access access.txt
    Example: iamctl policy from-access access.jsonl --no-dependent --output toml
    """
    from iamctl.service.least_policy.access_list import read_access_list
    from iamctl.service.least_policy.from_access import policy_from_access

    run = run_of(ctx)
    text, source = read_file(file, largest=LARGEST_DOCUMENT)
    made = policy_from_access(read_access_list(text, source), with_dependent=dependent)
    run.show_document(made.document.tree)  # type: ignore[arg-type]
    for remark in made.remarks:
        run.note(remark)
    _validate(run, made.document.text, made.document.size)


def _validate(run: Run, text: str, size: int) -> None:
    """Say what AWS's validation finds in the policy, and whether it is too large."""
    from iamctl.service.policy_texts import LIMITS
    from iamctl.service.validation import validate_text

    for finding in validate_text(text, "policy.json", "identity"):
        if finding.finding_type != "SUGGESTION":
            run.warn(f"{finding.code}: {finding.details.rstrip('.')}")
    (limit,) = LIMITS["managed"]
    if size > limit:
        run.warn(f"it has {size:,} characters without white space; AWS takes {limit:,} of a managed policy")
