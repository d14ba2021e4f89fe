#!/usr/bin/env bash
# Starts a throw-away PostgreSQL cluster in DIR/postgres (made on first use) and provinced on top of
# it; both stop together. Usage: run-province.sh DIR PORT
# KIOSK_BINARIES names another folder of the binaries than .build/release.
set -euo pipefail

data=$(realpath -m "$1")
port=$2
provinced=${KIOSK_BINARIES:-.build/release}/provinced
bin=$(pg_config --bindir 2>/dev/null || ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
[ -x "$bin/initdb" ] || bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)
cluster=$data/postgres
mkdir -p "$data"

# PostgreSQL refuses to run as root; Debian's package brings the user `postgres` for that.
owner=()
socket=$cluster
if [ "$(id -u)" -eq 0 ]; then
  owner=(runuser -u postgres --)
  # The service user must reach its cluster even when the checkout is private to root.
  cluster=/var/tmp/learning-kiosk-province-$(printf %s "$data" | sha256sum | cut -c1-12)
  socket=$cluster
  install -d -m 0700 -o postgres -g postgres "$cluster"
fi

if [ ! -s "$cluster/PG_VERSION" ] && ! "${owner[@]}" test -s "$cluster/PG_VERSION"; then
  echo "==> making a PostgreSQL cluster in $cluster"
  "${owner[@]}" "$bin/initdb" --pgdata "$cluster" --username province --auth trust \
    --encoding UTF8 --locale C.UTF-8 >/dev/null
fi

echo "==> starting PostgreSQL in $cluster (local socket only)"
"${owner[@]}" "$bin/pg_ctl" --pgdata "$cluster" --log "$cluster/server.log" --wait --silent \
  --options "-c listen_addresses='' -c unix_socket_directories='$socket'" start
trap '"${owner[@]}" "$bin/pg_ctl" --pgdata "$cluster" --wait --silent --mode fast stop' EXIT

export PGHOST=$socket PGUSER=province PGDATABASE=postgres
echo "==> commands in another terminal need: export PGHOST=$socket PGUSER=province PGDATABASE=postgres"
# Its first line is the code; `head` would end before provinced has written the second.
code=$("$provinced" enrol-code --config kiosk-config/province.toml --data "$data" --centre 14464-1)
echo "==> to join the kiosk of 'make run': .build/release/kioskd enrol" \
  "--data .data/kiosk --province http://127.0.0.1:$port --code ${code%%$'\n'*}"

echo "==> starting provinced; stop it with Ctrl-C"
"$provinced" serve --config kiosk-config/province.toml --data "$data" --port "$port" &
daemon=$!
# The shell outlives provinced, to stop the cluster after it.
trap 'kill -TERM "$daemon" 2>/dev/null || true' INT TERM
status=0
while kill -0 "$daemon" 2>/dev/null; do wait "$daemon" && status=0 || status=$?; done
exit "$status"
