from typing import Annotated

import typer

from iamctl.cli import credential_options, options, session_options
from iamctl.cli.assuming import document_text, kept_of, policy_arns_meant, policy_given
from iamctl.cli.run import run_of
from iamctl.cli.session_cache import Purpose
from iamctl.cli.session_hand_over import SessionHandOver
from iamctl.cli.session_options import checked_duration
from iamctl.service.sts.session_token import MOST, get_federation_token


def federation_token(
    ctx: typer.Context,
    name: Annotated[str, typer.Argument(metavar="NAME", help="what the federated user is called: 2-32 characters")],
    duration: session_options.Duration = None,
    session_policy: session_options.SessionPolicy = None,
    policy_arn: session_options.PolicyArns = None,
    tag: session_options.SessionTags = None,
    form: session_options.Format = None,
    save_profile: credential_options.SaveProfile = None,
    force: session_options.ReplaceProfile = False,
) -> None:
    """Have a session issued for somebody, within your own rights (GetFederationToken).

    It may do what both you and the session policies allow, and without any of those nothing; it calls neither IAM nor
    STS. 12 hours where no `--duration` says otherwise, 36 at most. At a terminal say where the credentials go;
    `--output json` is AWS's answer.

    Example: IAMCTL_AS=alice iamctl creds federation-token ci-job --session-policy artifacts.json --format json
    """
    run = run_of(ctx)
    hand_over = SessionHandOver(run, form=form, profile=save_profile, force=force, name=name)
    asked = checked_duration(duration)
    tags = options.parse_tags(tag)
    policy = document_text(policy_given(session_policy))
    hand_over.check(is_kept=False)
    service = run.service()
    with service.change() as change:
        issued = change.call(
            get_federation_token,
            name=name,
            policy=policy,
            policy_arns=policy_arns_meant(change.account, policy_arn or ()),
            duration_seconds=MOST if asked == "max" else int(asked) if asked else None,
            tags=tags,
        )
    hand_over.give(kept_of(Purpose((), "", "GetFederationToken"), service, issued))
