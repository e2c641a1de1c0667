#!/usr/bin/env bash
# Pods of Kubernetes that become roles by their service account's token, tried out with tokens of a cluster's shape. It works
# in a folder of its own and touches nothing of yours.
#
#     pip install 'iamctl[federation]'
#     ./kubernetes.sh
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

say "the cluster's issuer; its keys as \`kubectl get --raw /openid/v1/jwks\` prints them, or without --jwks fetched from it"
issuer=https://oidc.eks.eu-central-1.amazonaws.com/id/0123456789ABCDEF0123456789ABCDEF
python3 "$here/pod_token.py" keys jwks.json
run iamctl init --account-id 111122223333
run iamctl provider oidc create "$issuer" --client-id sts.amazonaws.com --jwks jwks.json

say "a role for one service account"
run iamctl role create Orders --trust-policy "$here/trust-orders.json" --attach-policy ReadOnlyAccess

pod() { python3 "$here/pod_token.py" pod "$issuer" "$@" >token; }

say "a pod of orders"
pod shop orders
run iamctl assume Orders --web-identity-token token --session-name orders-0 -- iamctl whoami
say "a pod of another account, of the same name in another namespace, and a token that is for the cluster itself"
pod shop billing
refused 3 iamctl assume Orders --web-identity-token token --session-name orders-0
pod attic orders
refused 3 iamctl assume Orders --web-identity-token token --session-name orders-0
say "why"
refused 3 iamctl explain assume Orders --web-identity-token token --session-name orders-0
pod shop orders https://kubernetes.default.svc
refused 3 iamctl assume Orders --web-identity-token token --session-name orders-0
