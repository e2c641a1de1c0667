"""Who has no IAM user: each example of federation goes through as it stands, with the counterpart that it names.

IAMCTL_TEST_NODE_MODULES names the folder node_modules with npm's oidc-provider and saml-idp; slapd and ldap-utils are
Debian's. Where one is missing the example that needs it is skipped.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
Examples = dict[str, str]


@pytest.fixture
def environ(tmp_path: Path) -> Examples:
    """What a person has who runs an example: this iamctl, and the programs beside this Python."""
    programs = tmp_path / "bin"
    programs.mkdir()
    (programs / "iamctl").write_text(f'#!/bin/sh\nexec {sys.executable} -m iamctl "$@"\n')
    (programs / "iamctl").chmod(0o755)
    return {
        "PATH": f"{programs}:{Path(sys.executable).parent}:{os.environ['PATH']}:/usr/sbin",
        "PYTHONPATH": str(ROOT),
        "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
        "TMPDIR": str(tmp_path),
    }


def need(*programs: str) -> None:
    path = f"{os.environ['PATH']}:/usr/sbin"
    if missing := [name for name in programs if shutil.which(name, path=path) is None]:
        pytest.skip(f"{' and '.join(missing)} is not installed")


def node_modules(package: str) -> str:
    folder = os.environ.get("IAMCTL_TEST_NODE_MODULES", "")
    if not folder or not (Path(folder) / package).is_dir():
        pytest.skip(f"IAMCTL_TEST_NODE_MODULES names no node_modules with npm's {package}")
    return folder


def run(environ: Examples, script: str) -> str:
    """All that the script says, which has to end well: it checks by itself what is to be refused."""
    ran = subprocess.run(
        [ROOT / "examples" / script], env=environ, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    )
    assert ran.returncode == 0, ran.stdout[-3000:]
    return ran.stdout


def test_people_of_a_mobile_app_become_a_role(environ: Examples) -> None:
    pytest.importorskip("joserfc")
    need("bash", "node", "openssl")

    said = run({**environ, "NODE_MODULES": node_modules("oidc-provider")}, "web-identity/web-identity.sh")

    assert "\nArn      arn:aws:sts::111122223333:assumed-role/PhotosApp/kim\n" in said
    assert "error: AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity" in said
    assert "wanted kim, lee, got mallory" in said
    assert "add mallory to StringEquals" in said
    assert "InvalidIdentityToken: The web identity token provided could not be validated." in said


def test_people_of_a_company_with_saml_become_a_role(environ: Examples) -> None:
    pytest.importorskip("signxml")
    need("bash", "node", "openssl", "curl")

    said = run({**environ, "NODE_MODULES": node_modules("saml-idp")}, "saml/saml.sh")

    assert "\nArn      arn:aws:sts::111122223333:assumed-role/Engineer/kim@acme.example\n" in said
    assert "error: AccessDenied: Not authorized to perform sts:AssumeRoleWithSAML" in said
    assert "in statement 1, add sts:TagSession to Action" in said
    assert "\nSessionTags          Team=core\n" in said
    assert "error: InvalidIdentityToken: Response signature invalid" in said
    assert "error: InvalidIdentityToken: Response was used before." in said


def test_people_of_a_directory_become_a_role_through_a_broker(environ: Examples) -> None:
    for package in ("uvicorn", "ldap3", "boto3"):
        pytest.importorskip(package)
    need("bash", "openssl", "slapd", "ldapadd")

    said = run(environ, "broker/broker.sh")

    assert "\nboto3: custom-process ASIA… True\n" in said
    assert "\nArn      arn:aws:sts::111122223333:assumed-role/Engineer/kim\nexit status 0\n" in said
    assert "error: AccessDenied: No rule gives max a role." in said
    assert "error: AccessDenied: Your authentication information is incorrect. Please try again." in said
    assert "iam:CreateUser action" in said
    assert '"Event": "Issued", "Person": "kim", "Through": "directory", "Rule": "engineers"' in said


def test_a_job_of_github_becomes_the_role_that_its_branch_or_workflow_may(environ: Examples) -> None:
    pytest.importorskip("joserfc")
    need("bash")

    said = run(environ, "github-actions/github-actions.sh")

    assert said.count("\nArn      arn:aws:sts::111122223333:assumed-role/Deploy/build-7\n") == 1
    assert said.count("\nArn      arn:aws:sts::111122223333:assumed-role/Release/build-7\n") == 1
    assert said.count("error: AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity") == 4
    assert "wanted repo:acme/shop:ref:refs/heads/main, got repo:mallory/shop:ref:refs/heads/main" in said
    assert "which is not scoped to all." in said
    assert "error: InvalidIdentityToken: Incorrect token audience" in said


def test_a_pod_becomes_the_role_of_its_service_account(environ: Examples) -> None:
    pytest.importorskip("joserfc")
    need("bash")

    said = run(environ, "kubernetes/kubernetes.sh")

    assert said.count("\nArn      arn:aws:sts::111122223333:assumed-role/Orders/orders-0\n") == 1
    assert said.count("error: AccessDenied: Not authorized to perform sts:AssumeRoleWithWebIdentity") == 2
    assert "wanted system:serviceaccount:shop:orders, got system:serviceaccount:attic:orders" in said
    assert "error: InvalidIdentityToken: Incorrect token audience" in said
