from typing import TYPE_CHECKING, Annotated

import typer

from iamctl.cli import questions
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import Run, run_of
from iamctl.errors import CheckFailed, UsageError

if TYPE_CHECKING:
    from iamctl.service.questions.asking import Answer as Answered

DENIED, UNDECIDED = 3, 7
COLUMNS = tuple(Column(name, name) for name in ("EvalDecision", "EvalActionName", "EvalResourceName", "Reason"))
Expect = Annotated[
    str | None,
    typer.Option("--expect", metavar="allowed|denied", help="exit status 0 if every answer is this, else 1"),
]
Strict = Annotated[
    bool, typer.Option("--strict", help="exit status 7 where the answer hangs on something that was not said")
]


def can(
    ctx: typer.Context,
    principal: questions.Principal,
    words: questions.Words,
    context: questions.Context = None,
    context_file: questions.ContextFile = None,
    source_ip: questions.SourceIp = None,
    mfa: questions.Mfa = False,
    at: questions.At = None,
    region: questions.Region = None,
    resource_account: questions.ResourceAccount = None,
    federated_by: questions.FederatedBy = None,
    policy: questions.Policy = None,
    without: questions.Without = None,
    boundary: questions.Boundary = None,
    session_policy: questions.SessionPolicy = None,
    resource_policy: questions.ResourcePolicy = None,
    scp: questions.Scp = None,
    rcp: questions.Rcp = None,
    revision: questions.RevisionNumber = None,
    on: questions.OnDate = None,
    expect: Expect = None,
    strict: Strict = False,
) -> None:
    """Say whether a principal may do something: one line for each action and resource.

    Exit status 0 if all of it is allowed, 3 if any is denied. A context key that the request may carry and that was
    not said counts as absent; where another value of it would turn the answer, the line tells which. With --quiet
    the exit status alone answers.

    Example: iamctl can alice s3:GetObject arn:aws:s3:::artifacts/build.zip
    Example: iamctl can bob s3:GetObject arn:aws:s3:::releases/v1.zip --source-ip 203.0.113.7
    Example: iamctl can bob iam:CreateUser --expect denied
    Example: iamctl can alice s3:PutObject arn:aws:s3:::artifacts/x --policy draft.json --without PowerUserAccess --expect denied
    Example: iamctl can ec2.amazonaws.com sts:AssumeRole arn:aws:iam::111122223333:role/Deploy
    Example: iamctl can alice s3:GetObject arn:aws:s3:::artifacts/build.zip --revision 2 --output json
    """  # noqa: E501 - an example is one line
    from iamctl.service.authorization_requests import resource_meant
    from iamctl.service.questions.asking import Asker, check_action
    from iamctl.service.questions.members import answer_members
    from iamctl.service.questions.moments import account_asked

    run = run_of(ctx)
    if expect not in (None, "allowed", "denied"):
        raise UsageError(f"--expect is allowed or denied, not {expect}.")
    asked = questions.sorted_words(words)
    for action in asked.actions:
        check_action(action)
    moment = questions.moment_of(on, revision)
    known = questions.Stated(context, context_file, source_ip, mfa, at, region, resource_account).circumstances(moment)
    supposing = questions.Supposing(policy, without, boundary, session_policy, resource_policy, scp, rcp).supposed()
    with account_asked(
        run.service(), "SimulatePrincipalPolicy", policy_source_arn=principal, revision=revision, on=moment
    ) as account:
        asker = Asker(account, principal, supposing, federated_by=federated_by)
        resources = [resource_meant(account, resource) for resource in asked.resources]
        answers = [asker.ask(action, resource, known) for action in asked.actions for resource in resources]
        members = [answer_members(answer) for answer in answers] if run.output.explicit or run.output.query else []
    _show(run, answers, members)
    questions.remark_on(answers, quiet=run.settings.quiet)
    end_with(answers, expect=expect, strict=strict)


def _show(run: Run, answers: "list[Answered]", members: list[dict[str, object]]) -> None:
    from iamctl.service.questions.wording import answer_in_words

    if run.settings.quiet and not run.output.explicit:
        return
    lines = []
    for answer in answers:
        word = "allowed" if answer.decision.is_allowed else "denied"
        reason = answer_in_words(answer)
        line = f"{word:<7}  {answer.request.action}  {answer.request.resource}"
        lines.append(f"{line}  ({reason})" if reason else line)
    shown = Answer({"EvaluationResults": members}, columns=COLUMNS, rows="EvaluationResults", name="EvalDecision")
    run.show_made(shown, lines)


def end_with(answers: "list[Answered]", *, expect: str | None, strict: bool) -> None:
    """Leave with the exit status that answers."""
    certain = [answer for answer in answers if not (strict and answer.is_undecided)]
    if expect is not None:
        if any(answer.decision.is_allowed != (expect == "allowed") for answer in certain):
            raise CheckFailed(f"Not every answer is {expect}.")
    elif any(not answer.decision.is_allowed for answer in certain):
        raise typer.Exit(DENIED)
    if len(certain) < len(answers):
        raise typer.Exit(UNDECIDED)
