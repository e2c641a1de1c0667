from typing import TYPE_CHECKING

import typer

from iamctl.cli import questions
from iamctl.cli.commands.can import Expect, Strict, end_with
from iamctl.cli.output.answer import Answer, Column
from iamctl.cli.run import run_of
from iamctl.errors import UsageError

if TYPE_CHECKING:
    from iamctl.cli.run import Run

COLUMNS = tuple(Column(name, name) for name in ("EvalDecision", "EvalActionName", "EvalResourceName", "Message"))


def explain(
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
    """Say why a principal may or may not do something, statement by statement, and what would change it.

    It takes the options of `iamctl can` and ends with its exit status. Each type of policy comes in AWS's order with
    the statements that decided, by file and line, and those that nearly did with what kept them from it; then the
    shortest ways to the opposite answer, each of which was tried.

    Example: iamctl explain alice s3:GetObject arn:aws:s3:::artifacts/build.zip
    Example: iamctl explain bob iam:CreateUser --expect denied
    Example: iamctl explain ec2.amazonaws.com sts:AssumeRole arn:aws:iam::111122223333:role/Deploy --output json
    """
    from iamctl.service.authorization_requests import resource_meant
    from iamctl.service.explaining import explain_answer
    from iamctl.service.questions.asking import Asker, check_action
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
        explained = [explain_answer(asker, answer) for answer in answers]
    _show(run, explained)
    questions.remark_on(answers, quiet=run.settings.quiet)
    end_with(answers, expect=expect, strict=strict)


def _show(run: "Run", explained: list[dict[str, object]]) -> None:
    from iamctl.cli.explanation_view import explanation_tree
    from iamctl.cli.output.branches import show_branches

    if run.output.format == "table" and run.output.query is None:
        if not run.settings.quiet:
            show_branches([explanation_tree(each) for each in explained], run.output)
        return
    run.show(Answer({"Explanations": explained}, columns=COLUMNS, rows="Explanations", name="EvalDecision"))
