#!/usr/bin/env bash
# Runs Redis from the system's packages: redis.sh DIRECTORY PORT [OPTION …]
# DIRECTORY keeps the data; "-" keeps none. Clients sign in with REDIS_PASSWORD.
set -euo pipefail
directory=$1 port=$2
shift 2

fail() { echo "Redis cannot start: $*" >&2; exit 1; }

command -v redis-server >/dev/null || fail "it is not installed. Run: apt-get install redis-server"
if [[ $directory == - ]]; then
  directory=/tmp
  set -- --save '' "$@"
else
  install -d -m 700 "$directory"
  exec 9>"$directory/lock"
  flock -w 20 9 || fail "another one uses the data in $directory"
fi

# By standard input: anyone can read a process's arguments.
exec redis-server - --bind 127.0.0.1 -::1 --port "$port" --dir "$directory" "$@" <<<"requirepass $REDIS_PASSWORD"
