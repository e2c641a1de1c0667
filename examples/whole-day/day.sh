#!/usr/bin/env bash
# A whole day with iamctl: an account with credentials, a login with MFA, a role taken on, AWS's own clients, and all of
# it ending by itself or by a command. It works in a folder of its own and touches nothing of yours.
#
#     pip install iamctl boto3 awscli     and, of Debian: oathtool faketime
#     ./day.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
day=$(mktemp -d)
trap 'rm -rf "$day"' EXIT
export HOME=$day XDG_CONFIG_HOME=$day/config XDG_CACHE_HOME=$day/cache IAMCTL_HOME=$day/data
export AWS_CONFIG_FILE=$day/aws-config AWS_SHARED_CREDENTIALS_FILE=$day/aws-credentials AWS_EC2_METADATA_DISABLED=true
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_PROFILE IAMCTL_AS IAMCTL_PROFILE PYTHONPATH
cd "$day"
umask 077
say() { printf '\n## %s\n' "$*"; }
run() { printf '$ %s\n' "$*"; "$@"; }
refused() { # the command has to fail with this exit status
    local status=0
    printf '$ %s\n' "${*:2}"
    "${@:2}" || status=$?
    [ "$status" = "$1" ] || { echo "exit status $status instead of $1"; exit 1; }
}
field() { python3 -c 'import json,sys; print(eval("answer" + sys.argv[1], {"answer": json.load(sys.stdin)}))' "$1"; }
code() { oathtool --totp -b "$(field '["VirtualMFADevice"]["Base32StringSeed"]' <phone.json)" --now "$1"; }

say "08:00  an account from one file; what it creates is handed over once"
run iamctl bootstrap "$here/account.toml" --credentials-out credentials.json --quiet
ls -l credentials.json | cut -c1-10
run iamctl bootstrap "$here/account.toml" --quiet
password=$(field '["Credentials"][1]["Password"]' <credentials.json)

say "08:05  an MFA device, enabled by two codes of an independent program"
run iamctl creds mfa enable dev --start --out phone.json --quiet
printf '%s\n' "$(code '30 seconds ago')" "$(code now)" | run iamctl creds mfa enable dev --stdin
run iamctl creds mfa list dev

say "08:10  a login with password and MFA, kept as the profile work"
printf '%s\n%s\n' "$password" "$(code '30 seconds')" | run iamctl login dev --profile work --stdin
run iamctl whoami --profile work --verbose
export IAMCTL_PROFILE=work

say "08:15  the role, narrowed to one bucket; the shell has it"
cat >bucket.json <<'JSON'
{"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "s3:*", "Resource": "arn:aws:s3:::logs/*"}]}
JSON
run iamctl assume --list
(
    eval "$(iamctl assume Deploy --session-name morning --session-policy bucket.json)"
    unset IAMCTL_PROFILE
    run iamctl whoami --verbose
    refused 3 iamctl user list
)

say "08:20  a command with the role's credentials in its environment alone"
run iamctl assume Deploy -- iamctl user list --output name

say "08:30  boto3 and aws, unmodified, through credential_process"
run iamctl creds configure-profile deploy --role Deploy --duration 15m
run aws configure list --profile deploy
python3 - <<'PY'
import boto3
credentials = boto3.Session(profile_name="deploy").get_credentials()
frozen = credentials.get_frozen_credentials()
print("boto3:", credentials.method, frozen.access_key[:4] + "…", len(frozen.token) > 100)
PY
run iamctl --as root creds session list

say "12:00  sixteen minutes later the session is over by itself"
iamctl assume Deploy --session-name noon --duration 15m --no-cache --format env >noon.env
(
    . ./noon.env
    unset IAMCTL_PROFILE
    run iamctl whoami
    refused 3 faketime '+16 minutes' iamctl whoami
)

say "14:00  everything that the role was given before now may do nothing any more"
iamctl assume Deploy --session-name early --no-cache --format env >early.env
sleep 1.1
run iamctl --as root creds revoke Deploy
(
    . ./early.env
    unset IAMCTL_PROFILE
    refused 3 iamctl user list
)
sleep 1.1
run iamctl assume Deploy --session-name late --no-cache -- iamctl user list --output name

say "16:00  the access key is rotated; the old one goes on for a day, the new one is in the AWS credentials file"
run iamctl --as root creds key rotate dev --grace 24h --save-profile dev
run iamctl --as root creds key list dev
run iamctl --profile dev whoami

say "18:00  the day is over"
run iamctl logout --profile work
refused 4 iamctl whoami
unset IAMCTL_PROFILE
run iamctl history list --output table
run iamctl creds report --output name >/dev/null && echo "credential report written"
run iamctl doctor
