"""A token of the shape that GitHub gives to a job, signed by a key made here; tests of a trust policy need no GitHub.

python3 job_token.py keys JWKS              make a key, and the key set that verifies with it
python3 job_token.py job SUB [CLAIM=VALUE...]   the token of a job, signed with the key beside the key set

The claims are those of https://docs.github.com/en/actions/reference/security/oidc
"""

import json
import sys
import time
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import RSAKey

KEY = Path("github-key.json")


def keys(jwks):
    key = RSAKey.generate_key(2048, {"kid": "job-tokens", "use": "sig", "alg": "RS256"}, private=True)
    KEY.write_text(json.dumps(key.as_dict(private=True)))
    Path(jwks).write_text(json.dumps({"keys": [key.as_dict(private=False)]}))


def job(sub, *more):
    now, key = int(time.time()), RSAKey.import_key(json.loads(KEY.read_text()))  # noqa: TID251
    repository = sub.split(":")[1]
    claims = {
        "jti": f"job-{now}",
        "sub": sub,
        "aud": "sts.amazonaws.com",
        "iss": "https://token.actions.githubusercontent.com",
        "ref": "refs/heads/main",
        "ref_type": "branch",
        "repository": repository,
        "repository_owner": repository.split("/")[0],
        "actor": "kim",
        "event_name": "push",
        "workflow": "deploy",
        "job_workflow_ref": f"{repository}/.github/workflows/deploy.yml@refs/heads/main",
        "run_id": "1632493567",
        "runner_environment": "github-hosted",
        "nbf": now - 300,
        "iat": now,
        "exp": now + 300,
        **dict(each.split("=", 1) for each in more),
    }
    sys.stdout.write(jwt.encode({"alg": "RS256", "kid": key.kid, "typ": "JWT"}, claims, key) + "\n")


{"keys": keys, "job": job}[sys.argv[1]](*sys.argv[2:])
