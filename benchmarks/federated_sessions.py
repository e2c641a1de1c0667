"""How long a token or an assertion takes to become credentials in an account on disk, start-up apart.

python benchmarks/federated_sessions.py
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]

from cli import federated_world  # noqa: E402

from iamctl import bootstrap  # noqa: E402
from iamctl.model.secret import Secret  # noqa: E402
from iamctl.service.new_account import new_settings  # noqa: E402
from iamctl.service.sts.with_saml import assume_role_with_saml  # noqa: E402
from iamctl.service.sts.with_web_identity import assume_role_with_web_identity  # noqa: E402

RUNS = 200


def measured(name: str, does: Callable[[], object]) -> None:
    does()
    taken = []
    for _ in range(RUNS):
        begin = time.perf_counter()
        does()
        taken.append((time.perf_counter() - begin) * 1000)
    print(f"{name:12} median {median(taken):6.2f} ms   95% {quantiles(taken, n=20)[-1]:6.2f} ms")


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        keys = bootstrap.VaultKeys(Path(folder) / "config", lambda _: "open sesame")
        settings = new_settings(account_id=federated_world.ACCOUNT_ID, alias="acme", create_date=bootstrap.now())
        new = bootstrap.new_account(settings, directory=f"{folder}/home", keys=keys, vault_key="file")
        with new as made, made.change() as change:
            federated_world.give_providers(change)
        service = bootstrap.open_service(directory=f"{folder}/home", keys=keys)
        now = bootstrap.now()
        token, assertion = federated_world.token(now), Secret(federated_world.assertion(now))
        measured(
            "JWT",
            lambda: service.call(
                assume_role_with_web_identity, role_arn="Pipeline", role_session_name="ci", web_identity_token=token
            ),
        )
        measured(
            "SAML",
            lambda: service.call(
                assume_role_with_saml, role_arn="Console", principal_arn="Company", saml_assertion=assertion
            ),
        )


if __name__ == "__main__":
    main()
