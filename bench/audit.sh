#!/usr/bin/env bash
# How long `praxis audit verify` takes on a practice with many events: release build, real MariaDB, real chain.
#
#   bin/bench audit [EVENTS]     default 1000000; the aim is a million within 60 seconds
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
. "$root/bin/lib/common.sh"
cd "$root"
events=${1:-1000000}
case $events in '' | *[!0-9]*) fail "Usage: bin/bench audit [EVENTS]" ;; esac

work=$(mktemp -d /tmp/praxis-bench.XXXXXX)
on_exit() {
  local code=$?
  trap - EXIT INT TERM
  "$root/bin/private-database" "$work/db" --stop >/dev/null 2>&1 || true
  rm -rf "$work"
  exit "$code"
}
trap on_exit EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# With the flags of bin/run, so that neither builds what the other has built.
progress "Building (release)"
swift build -c release --static-swift-stdlib --product praxis >"$work/build.log" 2>&1 || { tail -20 "$work/build.log" >&2; fail "The build failed."; }
progress "Starting the database"
mkdir -p -m 700 "$work/db" "$work/var"
socket=$("$root/bin/private-database" "$work/db")
(umask 077 && random_hex 32 >"$work/secret")
cat >"$work/praxis.conf" <<CONF
mode = development
var = $work/var
base_url = http://localhost
database_socket = $socket
database_owner_password_file = $work/db/owner.password
database_app_password_file = $work/db/app.password
database_backup_password_file = $work/db/backup.password
fastcgi_socket = $work/web.sock
fastcgi_secret_file = $work/secret
key_file = $work/keys
templates = $root/templates
static = $root/static
schema = $root/schema
CONF
export PRAXIS_CONFIG="$work/praxis.conf"
praxis="$root/.build/release/praxis"
"$praxis" keys init >/dev/null
"$praxis" migrate >/dev/null
"$praxis" practice create --slug bench --name Bench --zone Europe/Berlin --language en --currency EUR >/dev/null
python3 "$root/bench/audit.py" "$praxis" "$work/keys" "$socket" "$events"
