#!/usr/bin/env bash
# A company with an identity system of its own, an LDAP directory: a broker knows its people by the password that they have,
# and hands them credentials of a role. boto3 gets them without being changed, and nobody has a user in the account but the
# broker. It works in a folder of its own and touches nothing of yours.
#
#     pip install 'iamctl[serve,ldap]' boto3     and, of Debian: slapd ldap-utils openssl
#     ./broker.sh
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd)
place=$(mktemp -d)
export HOME=$place XDG_CONFIG_HOME=$place/config XDG_CACHE_HOME=$place/cache IAMCTL_HOME=$place/data
export AWS_CONFIG_FILE=$place/aws-config AWS_SHARED_CREDENTIALS_FILE=$place/aws-credentials AWS_EC2_METADATA_DISABLED=true
unset AWS_ACCESS_KEY_ID AWS_SECRET_ACCESS_KEY AWS_SESSION_TOKEN AWS_PROFILE IAMCTL_AS IAMCTL_PROFILE IAMCTL_ACCOUNT
cd "$place"
umask 077
directory= broker=
trap 'for each in $broker $directory; do kill "$each"; done; wait; rm -rf "$place"' EXIT
say() { printf '\n## %s\n' "$*"; }
run() { printf '$ %s\n' "$*"; "$@"; }
refused() { # the command has to fail with this exit status
    local status=0
    printf '$ %s\n' "${*:2}"
    "${@:2}" || status=$?
    [ "$status" = "$1" ] || { echo "exit status $status instead of $1"; exit 1; }
}

say "the company's directory: kim is an engineer, max is not"
openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=127.0.0.1 \
    -addext subjectAltName=IP:127.0.0.1 -keyout key.pem -out cert.pem 2>/dev/null
port=$(python3 -c 'import socket; s = socket.create_server(("127.0.0.1", 0)); print(s.getsockname()[1])')
url=ldaps://127.0.0.1:$port
mkdir directory
sed "s|PLACE|$place|" "$here/slapd.conf.in" >slapd.conf
PATH=$PATH:/usr/sbin slapd -f slapd.conf -h "$url" -d 0 >slapd.log 2>&1 &
directory=$!
export LDAPTLS_CACERT=$place/cert.pem
until ldapadd -x -H "$url" -D cn=root,dc=acme,dc=example -w 'only for the example' -f "$here/people.ldif" >/dev/null 2>ldap.log; do
    kill -0 "$directory" || { cat slapd.log; exit 1; }
    grep -q "Can't contact" ldap.log || { cat ldap.log; exit 1; }
    sleep 0.05
done
echo "$url"

say "the account: a broker and the roles that it hands out"
run iamctl bootstrap "$here/account.toml" --output name
printf 'what the broker searches with' >password.txt
cat >broker.toml <<TOML
[[authenticator]]
name = "directory"
kind = "ldap"
url = "$url"
ca_file = "cert.pem"
base = "ou=people,dc=acme,dc=example"
bind_dn = "cn=broker,dc=acme,dc=example"
bind_password_file = "password.txt"
attributes = ["mail", "memberOf", "departmentNumber"]

[[rule]]
name = "engineers"
role = "Engineer"
when = { memberOf = "cn=engineers,*" }
tags = { team = "{departmentNumber}" }
duration = "1h"
TOML
run cat broker.toml

say "who would get what, before anybody does"
run iamctl broker test broker.toml --as Broker --as-user kim
refused 1 iamctl broker test broker.toml --as Broker --as-user max

say "the broker; kim signs in with the password of the directory"
iamctl broker serve broker.toml --as Broker --port 0 >address 2>broker.log &
broker=$!
until [ -s address ]; do kill -0 "$broker" || { cat broker.log; exit 1; }; sleep 0.05; done
door=$(cat address)
echo "$door"
sign_in() { iamctl broker login "$door" "$@"; }
echo 'what kim types every morning' | sign_in --user kim --password-stdin --roles
echo 'what max types every morning' | refused 3 sign_in --user max --password-stdin
echo 'guessed' | refused 3 sign_in --user kim --password-stdin

say "boto3 through credential_process: the profile keeps what kim got, and asks her when it is over"
run iamctl broker login "$door" --user kim --save-profile work
echo 'what kim types every morning' | sign_in --user kim --password-stdin --keep >/dev/null # at a terminal it asks
run cat aws-config
python3 - <<'PY'
import os, subprocess
import boto3
found = boto3.Session(profile_name="work").get_credentials()
frozen = found.get_frozen_credentials()
print("boto3:", found.method, frozen.access_key[:4] + "…", len(frozen.token) > 100)
variables = {"AWS_ACCESS_KEY_ID": frozen.access_key, "AWS_SECRET_ACCESS_KEY": frozen.secret_key, "AWS_SESSION_TOKEN": frozen.token}
for words in (["iamctl", "whoami"], ["iamctl", "user", "create", "eve"]):
    print("$", *words, flush=True)
    print("exit status", subprocess.run(words, env={**os.environ, **variables}).returncode, flush=True)
PY

say "who got what, through what, until when"
run iamctl broker issued
run iamctl creds session list --query 'Sessions[].[SourceIdentity, Arn]' --output tsv
cat broker.log
