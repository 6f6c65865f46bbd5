#!/usr/bin/env bash
# Runs PostgreSQL from the system's packages until SIGTERM: postgres.sh DIRECTORY PORT [SETTING …]
# DIRECTORY keeps the data; "-" keeps none. POSTGRES_USER and POSTGRES_PASSWORD are the superuser's.
set -euo pipefail
directory=$1 port=$2
shift 2
user=${POSTGRES_USER:-postgres}

fail() { echo "PostgreSQL cannot start: $*" >&2; exit 1; }

# The server refuses to run as root.
as=() owner=()
if [[ $(id -u) == 0 ]]; then
  id postgres >/dev/null 2>&1 || fail "it is not installed. Run: apt-get install postgresql-15"
  as=(setpriv --reuid=postgres --regid=postgres --init-groups)
  owner=(-o postgres -g postgres)
fi

if [[ $directory == - ]]; then
  # What killed runs left: nobody holds its lock. A run that begins has a minute to take its own.
  find /tmp -maxdepth 1 -type d -name 'thesis-postgres.*' -user "${owner[1]:-$(id -un)}" -mmin +1 -exec flock -n {}/lock rm -rf {} \; 2>/dev/null || true
  directory=$(mktemp -d /tmp/thesis-postgres.XXXXXX)
  trap 'rm -rf "$directory"' EXIT
  set -- -c fsync=off -c full_page_writes=off "$@"
fi
install -d -m 700 "${owner[@]}" "$directory"
cluster=$directory/cluster

# The script holds the lock, its server does not: an orphaned server can be told from one in use.
exec 9>"$directory/lock"
flock -w 20 9 || fail "another application uses the data in $directory"

version=$(cat "$cluster/PG_VERSION" 2>/dev/null || true)
bin=$(printf '%s\n' /usr/lib/postgresql/${version:-*}/bin | sort -V | tail -n 1)
[[ -x $bin/postgres ]] || fail "its programs are missing${version:+ in version $version, which wrote $cluster}. Run: apt-get install postgresql-${version:-15}"
cd /

if [[ ! $version ]]; then
  # Renamed when complete: a start that is cut off here is repeated from the beginning.
  rm -rf "$cluster.new"
  "${as[@]}" bash -c 'exec "$1" -D "$2" -U "$3" -A scram-sha-256 --pwfile=<(printf %s "$POSTGRES_PASSWORD") -E UTF8 --locale=C.UTF-8 --no-sync >/dev/null' \
    - "$bin/initdb" "$cluster.new" "$user" 9>&- || fail "initdb could not create $cluster"
  mv "$cluster.new" "$cluster"
elif [[ -f $cluster/postmaster.pid ]]; then
  orphan=$(head -n 1 "$cluster/postmaster.pid")
  if [[ $(readlink "/proc/$orphan/cwd") == "$(realpath "$cluster")" ]]; then
    echo "Ending the server $orphan, which an earlier run left behind." >&2
    kill -INT "$orphan"
    for (( tries = 0; tries < 200; tries++ )); do [[ -d /proc/$orphan ]] || break; sleep 0.1; done
  fi
  # Whatever has that process id now is no server of these data.
  [[ -d /proc/$orphan/fd && $(readlink "/proc/$orphan/cwd") == "$(realpath "$cluster")" ]] || rm -f "$cluster/postmaster.pid"
fi

if [[ $version ]]; then
  # The password may be another than when the data were created. The settings are those of the server: a replication slot needs them.
  printf "ALTER ROLE \"%s\" PASSWORD '%s'\n" "$user" "${POSTGRES_PASSWORD//\'/\'\'}" |
    "${as[@]}" "$bin/postgres" --single -D "$cluster" "$@" postgres 9>&- >/dev/null || fail "the data in $cluster cannot be opened"
fi

# At SIGTERM the server would wait for its clients; SIGINT ends it at once.
"${as[@]}" "$bin/postgres" -D "$cluster" -p "$port" -c listen_addresses=localhost -c unix_socket_directories= "$@" 9>&- &
server=$!
trap 'kill -INT $server' TERM INT
while kill -0 $server 2>/dev/null; do wait $server && status=0 || status=$?; done
exit "${status:-0}"
