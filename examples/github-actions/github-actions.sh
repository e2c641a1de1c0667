#!/usr/bin/env bash
# GitHub Actions without a secret: which jobs may take on which role, tried out with tokens of GitHub's shape before any job
# runs. It works in a folder of its own and touches nothing of yours.
#
#     pip install 'iamctl[federation]'
#     ./github-actions.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
export HOME=$place XDG_CONFIG_HOME=$place/config XDG_CACHE_HOME=$place/cache IAMCTL_HOME=$place/data
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_PROFILE IAMCTL_AS IAMCTL_PROFILE IAMCTL_ACCOUNT
cd "$place"
umask 077
say() { printf '\n## %s\n' "$*"; }
run() { printf '$ %s\n' "$*"; "$@"; }
refused() { # the command has to fail with this exit status
    local status=0
    printf '$ %s\n' "${*:2}"
    "${@:2}" || status=$?
    [ "$status" = "$1" ] || { echo "exit status $status instead of $1"; exit 1; }
}

say "the provider; in earnest without --jwks, and its keys are fetched from GitHub"
python3 "$here/job_token.py" keys jwks.json
run iamctl init --account-id 111122223333
run iamctl provider oidc create https://token.actions.githubusercontent.com --client-id sts.amazonaws.com --jwks jwks.json

say "a role for jobs of one branch, one for a shared workflow in an environment"
run iamctl role create Deploy --trust-policy "$here/trust-main.json" --attach-policy ReadOnlyAccess
run iamctl role create Release --trust-policy "$here/trust-release.json" --max-session-duration 1h
say "the first could be said in options too; one that lets in all of GitHub is refused, as AWS refuses it"
run iamctl role create Docs --trust-oidc token.actions.githubusercontent.com \
    --audience sts.amazonaws.com --subject 'repo:acme/docs:*'
refused 6 iamctl role create Everybody --trust-oidc token.actions.githubusercontent.com \
    --audience sts.amazonaws.com --subject '*'

job() { python3 "$here/job_token.py" job "$@"; }

say "a push to main"
job repo:acme/shop:ref:refs/heads/main >job.jwt
run iamctl assume Deploy --web-identity-token job.jwt --session-name build-7 -- iamctl whoami
say "a pull request, another branch, another organization's fork"
for sub in repo:acme/shop:pull_request repo:acme/shop:ref:refs/heads/try repo:mallory/shop:ref:refs/heads/main; do
    job "$sub" >job.jwt
    refused 3 iamctl assume Deploy --web-identity-token job.jwt --session-name build-7
done
say "and why"
refused 3 iamctl explain assume Deploy --web-identity-token job.jwt --session-name build-7

say "the release workflow in production; the same environment by another workflow"
job repo:acme/shop:environment:production environment=production \
    job_workflow_ref=acme/automation/.github/workflows/release.yml@refs/heads/main >job.jwt
run iamctl assume Release --web-identity-token job.jwt --session-name build-7 -- iamctl whoami
job repo:acme/shop:environment:production environment=production >job.jwt
refused 3 iamctl assume Release --web-identity-token job.jwt --session-name build-7

say "a job that asked for another audience"
job repo:acme/shop:ref:refs/heads/main aud=https://github.com/acme >job.jwt
refused 3 iamctl assume Deploy --web-identity-token job.jwt --session-name build-7
