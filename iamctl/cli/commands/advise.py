from enum import StrEnum
from typing import TYPE_CHECKING, Annotated

import typer

from iamctl.cli import options
from iamctl.cli.run import Run, run_of
from iamctl.errors import CheckFailed, UsageError

if TYPE_CHECKING:
    from iamctl.service.advising.guidance import Advice
    from iamctl.service.advising.situation import Situation
    from iamctl.service.service import Service


class Format(StrEnum):
    SARIF = "sarif"


def _text(option: str, metavar: str, help_text: str) -> object:
    return typer.Option(option, metavar=metavar, help=help_text, show_default=False)


Who = Annotated[str | None, _text("--who", "WHO", "root, myself, person, people or application")]
Where = Annotated[
    str | None,
    _text(
        "--where",
        "WHERE",
        "people: company, other-account, mobile; an application: ec2, ecs, lambda, kubernetes, ci, on-premises, "
        "mobile, other-account, keys-only",
    ),
]
System = Annotated[str | None, _text("--identity-system", "SYSTEM", "none, saml, oidc, ldap or own")]
HowLong = Annotated[str | None, _text("--how-long", "DURATION", "how long access is needed at a stretch: 8h, 90m, 14d")]
Names = Annotated[
    list[str] | None,
    _text("--name", "NAME", "a name for the user or role to be made; may be given again"),
]
Group = Annotated[str | None, _text("--group", "GROUP", "the group that people's permissions hang on")]
Policies = Annotated[list[str] | None, _text("--policy", "POLICY", "a managed policy it needs; may be given again")]
Url = Annotated[
    str | None,
    _text("--provider-url", "URL", "an OpenID Connect issuer with https://, or a host such as accounts.google.com"),
]
Clients = Annotated[list[str] | None, _text("--client-id", "ID", "whom its tokens are for; may be given again")]
Subjects = Annotated[
    list[str] | None, _text("--subject", "SUBJECT", "whom they speak of, with * and ?; may be given again")
]
ProviderName = Annotated[
    str | None, _text("--provider-name", "NAME", "a SAML provider's name, of one there or to be made")
]
Metadata = Annotated[str | None, _text("--metadata", "FILE", "the metadata of a SAML provider that is to be made")]
Accounts = Annotated[list[str] | None, _text("--from-account", "ID", "another account, 12 digits; may be given again")]
External = Annotated[str | None, _text("--external-id", "ID", "what a third party has to say")]

Apply = Annotated[bool, typer.Option("--apply", help="run the commands, in one change")]
OutFile = Annotated[
    str | None, _text("--credentials-out", "FILE", "with --apply: new credentials into a new file, .csv or .json")
]
Check = Annotated[bool, typer.Option("--check", help="find in the account what goes against the guidance")]
Recent = Annotated[str | None, _text("--recent", "DURATION", "with --check: what counts as in use, else 30d")]
Form = Annotated[Format | None, _text("--format", "FORMAT", "with --check, sarif: a log that code hosts read")]


def advise(
    ctx: typer.Context,
    who: Who = None,
    where: Where = None,
    identity_system: System = None,
    how_long: HowLong = None,
    name: Names = None,
    group: Group = None,
    policy: Policies = None,
    provider_url: Url = None,
    client_id: Clients = None,
    subject: Subjects = None,
    provider_name: ProviderName = None,
    metadata: Metadata = None,
    from_account: Accounts = None,
    external_id: External = None,
    apply: Apply = False,
    credentials_out: OutFile = None,
    check: Check = False,
    recent: Recent = None,
    form: Form = None,
    dry_run: options.DryRun = False,
) -> None:
    """Tell who should be a user and who a role, as AWS's guidance does, and with which commands.

    At a terminal it asks who needs access and from where; a script says it by options. The commands stand on lines of
    their own and everything else behind `#`. With `--apply` those in the account are run in one change; what hands an
    MFA device to a person, or needs what only that person has, is left to it.

    With `--check` nothing is asked: it finds a root user that is in use or has access keys, credentials that several
    share, users that are applications, keys where a role would do, and persons with several users. No use of a key is
    kept with the host it came from, so that hosts are not looked at. Exit status 1 when there are findings.

    Example: iamctl advise --who application --where ec2 --name Batch --policy AmazonS3ReadOnlyAccess
    Example: iamctl advise --who people --identity-system none --name kim --name lee --apply --dry-run
    Example: iamctl advise --who application --where lambda --name Resize --apply
    Example: iamctl advise --who myself --output json
    """
    run = run_of(ctx)
    _check_alone(ctx, check=check)
    if check:
        _check(run, recent or "30d", form)
        return
    if form is not None or recent is not None:
        raise UsageError(f"{'--format' if form is not None else '--recent'} is about the findings of --check.")
    from iamctl.cli.credential_options import seconds_of
    from iamctl.service.advising.situation import Situation

    service = run.service(dry_run=dry_run)
    said = Situation(
        account_id=service.account_id,
        who=who,
        where=where,
        identity_system=identity_system,
        seconds=seconds_of(how_long, "--how-long") if how_long is not None else None,
        names=tuple(name or ()),
        group=group,
        policies=tuple(policy or ()),
        provider_url=provider_url,
        client_ids=tuple(client_id or ()),
        subjects=tuple(subject or ()),
        provider_name=provider_name,
        metadata_file=metadata,
        account_ids=tuple(from_account or ()),
        external_id=external_id,
    )
    _advise(run, service, said, apply=apply, file=credentials_out, dry_run=dry_run)


def _check_alone(ctx: typer.Context, *, check: bool) -> None:
    """That nothing is said of a situation where none is asked about.

    Raises:
        UsageError: something is.
    """
    with_check = ("check", "recent", "form")
    said = [name for name, value in ctx.params.items() if value and name not in with_check]
    if check and said:
        options = " and ".join(f"--{name.replace('_', '-')}" for name in said)
        raise UsageError(f"{options} says nothing about --check.", hint="leave it out")


def _advise(run: Run, service: "Service", said: "Situation", *, apply: bool, file: str | None, dry_run: bool) -> None:
    from iamctl.cli.advising import completed
    from iamctl.service.advising.guidance import advise as advise_on

    advice = advise_on(completed(run, said, service))
    if apply:
        _apply(run, service, advice, file, dry_run=dry_run)
        return
    if file is not None or dry_run:
        option = "--dry-run" if dry_run else "--credentials-out"
        raise UsageError(f"{option} is about --apply: without it nothing is changed.")
    from iamctl.cli.advice_view import show_advice

    show_advice(run, advice)


def _apply(run: Run, service: "Service", advice: "Advice", file: str | None, *, dry_run: bool) -> None:
    from iamctl.cli.advice_view import show_applied
    from iamctl.cli.credentials_out import CredentialsOut

    out = CredentialsOut(run, file=file, form=None, force=False, inputs=())
    if not dry_run:
        out.check()
    with out.kept_if_it_fails(), service.change() as change:
        made = tuple(each for step in advice.plan.steps for each in step.carry_out(change))
        if not dry_run:
            out.write(service.account_id, made)
    show_applied(run, service, advice, made, is_shown=out.path is None)
    if made and not dry_run and out.path is not None:
        run.note(f"the secrets are in {out.path}, and nowhere else")


def _check(run: Run, recent: str, form: Format | None) -> None:
    from datetime import timedelta

    from iamctl.cli.credential_options import seconds_of
    from iamctl.cli.findings import answer_of
    from iamctl.service.advising.identity_check import SEVERE, SLIGHT, check_identities

    span = timedelta(seconds=seconds_of(recent, "--recent"))
    service = run.service()
    with service.reading() as account:
        found = check_identities(account, recent=span)
    if form is Format.SARIF:
        from iamctl.cli.output.answer import Answer
        from iamctl.cli.output.sarif import sarif_of_findings
        from iamctl.cli.output.show import show

        levels = dict.fromkeys(SEVERE, "error") | dict.fromkeys(SLIGHT, "note")
        show(Answer(sarif_of_findings(found, levels)), run.output._replace(format="json"))
    else:
        run.show(answer_of(found, empty=f"nobody in account {service.account_id} goes against the guidance"))
    if found:
        raise CheckFailed(f"There are {len(found)} findings.")
