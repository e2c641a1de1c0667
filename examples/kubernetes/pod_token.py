"""A token of the shape that Kubernetes projects into a pod, signed by a key made here; no cluster is needed.

python3 pod_token.py keys JWKS                          make a key, and the key set that verifies with it
python3 pod_token.py pod ISSUER NAMESPACE ACCOUNT [AUDIENCE]   the token of a pod

The claims are those of https://kubernetes.io/docs/reference/access-authn-authz/service-accounts-admin/
"""

import json
import sys
import time
from pathlib import Path

from joserfc import jwt
from joserfc.jwk import RSAKey

KEY = Path("cluster-key.json")


def keys(jwks):
    key = RSAKey.generate_key(2048, {"kid": "cluster-1", "use": "sig", "alg": "RS256"}, private=True)
    KEY.write_text(json.dumps(key.as_dict(private=True)))
    Path(jwks).write_text(json.dumps({"keys": [key.as_dict(private=False)]}))


def pod(issuer, namespace, account, audience="sts.amazonaws.com"):
    now, key = int(time.time()), RSAKey.import_key(json.loads(KEY.read_text()))  # noqa: TID251
    claims = {
        "aud": [audience],
        "exp": now + 3607,
        "iat": now,
        "iss": issuer,
        "jti": "ea28ed49-2e11-4280-9ec5-bc3d1d84661a",
        "kubernetes.io": {
            "namespace": namespace,
            "node": {"name": "node-1", "uid": "97faa4ea-4c5c-4c5d-a1a8-1f3a3e2a0d1c"},
            "pod": {"name": f"{account}-0", "uid": "4b8e0d2a-3b4f-4c0e-8d7e-6a5b1f0c9d3e"},
            "serviceaccount": {"name": account, "uid": "14ee3fa4-a7e2-420f-9f9a-dbc4507c3798"},
        },
        "nbf": now,
        "sub": f"system:serviceaccount:{namespace}:{account}",
    }
    sys.stdout.write(jwt.encode({"alg": "RS256", "kid": key.kid}, claims, key) + "\n")


{"keys": keys, "pod": pod}[sys.argv[1]](*sys.argv[2:])
