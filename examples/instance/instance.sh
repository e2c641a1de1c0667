#!/usr/bin/env bash
# An application on an instance: its role's credentials come from a metadata service, none is written down anywhere, and
# AWS's own clients find them by themselves. It works in a folder of its own and touches nothing of yours.
#
#     pip install 'iamctl[serve]' boto3
#     ./instance.sh
set -euo pipefail
place=$(mktemp -d)
export HOME=$place XDG_CONFIG_HOME=$place/config XDG_CACHE_HOME=$place/cache IAMCTL_HOME=$place/data
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_PROFILE AWS_REGION AWS_DEFAULT_REGION
unset IAMCTL_AS IAMCTL_PROFILE IAMCTL_ACCOUNT
cd "$place"
launched=
trap '[ -z "$launched" ] || kill "$launched"; wait; rm -rf "$place"' EXIT
say() { printf '\n## %s\n' "$*"; }
run() { printf '$ %s\n' "$*"; "$@"; }
refused() { # the command has to fail with this exit status
    local status=0
    printf '$ %s\n' "${*:2}"
    "${@:2}" || status=$?
    [ "$status" = "$1" ] || { echo "exit status $status instead of $1"; exit 1; }
}

say "a role that EC2 may assume, in an instance profile"
run iamctl init --account-id 111122223333
run iamctl role create Reports --trust-service ec2.amazonaws.com --attach-policy ReadOnlyAccess
run iamctl instance-profile create Reports
run iamctl instance-profile add-role Reports Reports

say "a command as on the instance: no credentials in its environment, boto3 finds some"
run iamctl instance exec Reports --id i-0123456789abcdef0 -- sh -c 'env | grep ^AWS_ | sort | sed "s/:[0-9]*$/:PORT/"'
run iamctl instance exec Reports -- python3 -c '
import boto3
found = boto3.Session().get_credentials()
print(found.method, found.access_key, sep="  ")'

say "the same as in a pod of EKS"
run iamctl instance exec Reports --through pod-identity -- python3 -c '
import boto3
print(boto3.Session().get_credentials().method)'

say "an instance that stays, asked by hand: nothing without a token"
iamctl instance launch Reports --port 0 --id i-0123456789abcdef0 >variables &
launched=$!
until [ -s variables ]; do kill -0 "$launched"; sleep 0.05; done
. ./variables
imds=$AWS_EC2_METADATA_SERVICE_ENDPOINT/latest
ask() { curl -s -o answer -w '%{http_code}  ' "$@"; head -c 60 answer | head -1; echo; }
ask "$imds/meta-data/iam/security-credentials/"
token=$(curl -s -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' "$imds/api/token")
ask -H "X-aws-ec2-metadata-token: $token" "$imds/meta-data/iam/security-credentials/"
curl -s -H "X-aws-ec2-metadata-token: $token" "$imds/meta-data/iam/security-credentials/Reports" |
    python3 -c 'import json, sys; print("200 ", *json.load(sys.stdin))'
say "and what would steal credentials is refused: a proxy, a rebound name"
ask -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 60' -H 'X-Forwarded-For: 203.0.113.7' "$imds/api/token"
ask -H "X-aws-ec2-metadata-token: $token" -H 'Host: evil.example' "$imds/meta-data/iam/security-credentials/Reports"

say "whom credentials were handed to; and a role that no longer trusts EC2"
run iamctl creds session list --query 'Sessions[].[IssuedBy, Arn]' --output tsv
run iamctl role trust set Reports --trust-service lambda.amazonaws.com --yes
refused 3 iamctl instance exec Reports -- true
