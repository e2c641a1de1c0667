#!/bin/sh
# A company's people become roles: an account, a broker before it, and kim, who has a password and no IAM user.
# Everything happens in a folder that goes again; `iamctl` has to be installed, with its extra `serve`.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
export IAMCTL_HOME="$work/home" XDG_CONFIG_HOME="$work/config" XDG_CACHE_HOME="$work/cache"
export AWS_CONFIG_FILE="$work/aws-config" AWS_SHARED_CREDENTIALS_FILE=/dev/null
broker=
trap '[ -z "$broker" ] || kill "$broker"; rm -rf "$work"' EXIT

echo "== the account: a user that the broker acts as, and two roles that trust it"
iamctl bootstrap "$here/account.toml" --yes --quiet

echo "== what kim would get, and by which rule"
iamctl broker test "$here/broker.toml" --as Broker --as-user kim --attribute memberOf=engineers

echo "== the broker"
iamctl broker serve "$here/broker.toml" --as Broker --port 0 >"$work/url" 2>"$work/log" &
broker=$!
while [ ! -s "$work/url" ]; do kill -0 "$broker" && sleep 0.1; done
url=$(head -n 1 "$work/url")

echo "== kim logs in, and keeps the credentials for AWS's clients"
echo "the password of kim" | iamctl broker login "$url" --user kim --password-stdin --keep >/dev/null
iamctl broker login "$url" --user kim --save-profile work
iamctl broker login "$url" --user kim --keep --no-input | cut -c 1-40 | head -n 3

echo "== a wrong password"
echo wrong | iamctl broker login "$url" --user kim --password-stdin || echo "(status $?)"

echo "== what the account remembers, and what the broker told"
iamctl broker issued
cat "$work/log"
