#!/usr/bin/env bash
# Measures Daybreak's proxy beside PgBouncer in front of one PostgreSQL server, taking turns.
# See ../README.md. Knobs, from the environment:
#   ROUNDS=3 SECS=4 WARM_SECS=8 MODES="simple extended prepared" CLIENTS="1 16 64"
#   PARTS="select connect copy idle sample" TARGETS="direct pgbouncer_session ..." IDLE="1000 10000"
#   PAIRS=20 (of slices, for sample) OUT=directory for results (default: a new one)
#   PGBIN=PostgreSQL's programs
set -euo pipefail

here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
root="$(cd "$here/../.." && pwd)"
ROUNDS="${ROUNDS:-3}"
SECS="${SECS:-4}"
WARM_SECS="${WARM_SECS:-8}"
MODES="${MODES:-simple extended prepared}"
CLIENTS="${CLIENTS:-1 16 64}"
PARTS="${PARTS:-select connect copy idle}"
IDLE="${IDLE:-1000 10000}"
SCALE="${SCALE:-50}"
COPY_MB="${COPY_MB:-1024}"
PAIRS="${PAIRS:-20}"
TARGETS="${TARGETS:-direct pgbouncer_session daybreak_session_1 daybreak_session_2 \
pgbouncer_transaction daybreak_transaction_1 daybreak_transaction_2}"
JAVA="${JAVA:-java}"
# Those of ../../daybreak for `daybreak proxy`.
JAVA_FLAGS="${JAVA_FLAGS:--Xmx1g -XX:+UseSerialGC -Dio.netty.leakDetection.level=disabled}"

work="$(mktemp -d "${TMPDIR:-/tmp}/daybreak-bench-XXXXXX")"
OUT="${OUT:-$work/results}"
mkdir -p "$OUT"
pids=()

say() { echo "[$(date +%T)] $*" >&2; }

fail() {
  say "$*"
  exit 1
}

stop_all() {
  local pid
  for pid in "${pids[@]:-}"; do
    if [ -n "$pid" ]; then kill "$pid" 2>/dev/null || true; fi
  done
  if [ -f "$work/data/postmaster.pid" ]; then
    as_server "$PGBIN/pg_ctl" -D "$work/data" -m fast -w stop >/dev/null || true
  fi
  wait || true
  case "$OUT" in "$work"/*) rm -rf "$work/data" "$work/run" ;; *) rm -rf "$work" ;; esac
}

# ---- programs ----

find_programs() {
  if [ -z "${PGBIN:-}" ]; then
    PGBIN="$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1 || true)"
  fi
  [ -x "${PGBIN:-}/initdb" ] || fail "no PostgreSQL server: set PGBIN"
  local program
  for program in psql pgbench python3 "$JAVA"; do
    command -v "$program" >/dev/null || fail "$program is missing"
  done
  if ! command -v pgbouncer >/dev/null; then
    [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || fail "pgbouncer is missing"
    apt-get install -y pgbouncer >/dev/null 2>&1 || fail "pgbouncer cannot be installed"
  fi
  ls "$root"/app/target/app-*.jar >/dev/null 2>&1 || [ -n "${CLASSPATH:-}" ] ||
    fail "Daybreak is not built: run ./daybreak version once"
}

# PostgreSQL and PgBouncer refuse to run as root.
as_server() {
  local first=()
  if [ "$1" = exec ]; then
    first=(exec)
    shift
  fi
  if [ "$(id -u)" = 0 ]; then
    "${first[@]}" setpriv --reuid=nobody --regid=nogroup --clear-groups "$@"
  else
    "${first[@]}" "$@"
  fi
}

free_port() {
  python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# ---- the server ----

start_server() {
  mkdir -p "$work/data" "$work/run"
  if [ "$(id -u)" = 0 ]; then chown -R nobody:nogroup "$work"; fi
  chmod 755 "$work"
  server_port="$(free_port)"
  as_server "$PGBIN/initdb" -D "$work/data" -U postgres -A trust -E UTF8 --locale=C >/dev/null
  cat >>"$work/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $server_port
unix_socket_directories = '$work/run'
max_connections = 400
shared_buffers = 1GB
fsync = off
jit = off
CONF
  sed -i '1i host all scram_user 127.0.0.1/32 scram-sha-256' "$work/data/pg_hba.conf"
  as_server "$PGBIN/pg_ctl" -D "$work/data" -w -l "$work/run/server.log" start >/dev/null
  psql -XAtq -p "$server_port" -d postgres -c "create database bench" \
    -c "create role scram_user login password 'benchpw'" -c "grant pg_read_all_data to scram_user"
  pgbench -q -i -s "$SCALE" -p "$server_port" bench >/dev/null 2>&1
  psql -XAtq -p "$server_port" -d bench \
    -c "select sum(length(filler)) from pgbench_accounts" >/dev/null
}

# ---- the proxies ----

start_pgbouncer() { # name mode pool-size
  printf '"postgres" ""\n"scram_user" "benchpw"\n' >"$work/users.txt"
  printf 'host all postgres 127.0.0.1/32 trust\nhost all scram_user 127.0.0.1/32 scram-sha-256\n' \
    >"$work/hba.conf"
  cat >"$work/$1.ini" <<CONF
[databases]
* = host=127.0.0.1 port=$server_port
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = ${port[$1]}
unix_socket_dir =
auth_type = hba
auth_hba_file = $work/hba.conf
auth_file = $work/users.txt
pool_mode = $2
default_pool_size = $3
max_client_conn = 12000
log_connections = 0
log_disconnections = 0
logfile = $work/$1.log
ignore_startup_parameters = extra_float_digits
CONF
  (as_server exec pgbouncer -q "$work/$1.ini" >/dev/null 2>&1) &
  pid[$1]=$!
  pids+=($!)
}

configure_daybreak() { # name mode pool-size event-loops sample-mode
  cat >"$work/$1.yaml" <<CONF
eventLoops: $4
defaults:
  listen: 127.0.0.1:${port[$1]}
  pool: {mode: $2, serversMax: $3}
  sample: {mode: $5}
databases:
  - server: postgresql://postgres@127.0.0.1:$server_port/bench?sslmode=disable
CONF
}

start_daybreak() { # name mode pool-size event-loops
  configure_daybreak "$@" off
  local path="${CLASSPATH:-$(ls "$root"/app/target/app-*.jar)}"
  # shellcheck disable=SC2086
  DAYBREAK_DATA="$work/$1.data" "$JAVA" $JAVA_FLAGS -cp "$path" dev.daybreak.app.Main proxy \
    --config "$work/$1.yaml" >"$work/$1.log" 2>&1 &
  pid[$1]=$!
  pids+=($!)
}

start_target() {
  local name="$1"
  port[$name]="$(free_port)"
  case "$name" in
    direct) port[$name]="$server_port" ;;
    pgbouncer_session) start_pgbouncer "$name" session 80 ;;
    pgbouncer_transaction) start_pgbouncer "$name" transaction 20 ;;
    daybreak_none_*) start_daybreak "$name" none 80 "${name##*_}" ;;
    daybreak_session_*) start_daybreak "$name" session 80 "${name##*_}" ;;
    daybreak_transaction_*) start_daybreak "$name" transaction 20 "${name##*_}" ;;
    *) fail "unknown target $name" ;;
  esac
}

await_target() {
  local i
  for i in $(seq 100); do
    if psql -XAtq -p "${port[$1]}" -d bench -c 'select 1' >/dev/null 2>"$work/await.log"; then
      return
    fi
    sleep 0.2
  done
  cat "$work/$1.log" "$work/await.log" >&2 || true
  fail "$1 does not answer"
}

# ---- measuring ----

# CPU seconds of a proxy so far; 0 for the direct connection.
cpu() {
  [ -n "${pid[$1]:-}" ] || { echo 0; return; }
  awk -v hz="$(getconf CLK_TCK)" '{sub(/^.*\) /, ""); printf "%.2f", ($12 + $13) / hz}' \
    "/proc/${pid[$1]}/stat"
}

record() { # part target round key=value...
  local line="$1\t$2\t$3" pair
  for pair in "${@:4}"; do line="$line\t$pair"; done
  printf '%b\n' "$line" | tee -a "$OUT/rounds.tsv" >&2
}

bench() { # part target round pgbench-arguments...
  local part="$1" target="$2" round="$3" before after text
  shift 3
  before="$(cpu "$target")"
  text="$(pgbench -n -s "$SCALE" -S -p "${port[$target]}" -T "$SECS" "$@" bench 2>&1)" || true
  after="$(cpu "$target")"
  local count tps latency
  count="$(sed -n 's/^number of transactions actually processed: \([0-9]*\).*/\1/p' <<<"$text")"
  tps="$(sed -n 's/^tps = \([0-9.]*\).*/\1/p' <<<"$text")"
  latency="$(sed -n 's/^latency average = \([0-9.]*\) ms/\1/p' <<<"$text")"
  if [ -z "$tps" ] || grep -q aborted <<<"$text"; then
    say "$part $target failed: $(tail -n 3 <<<"$text")"
    return
  fi
  record "$part" "$target" "$round" "per_second=$tps" "latency_ms=$latency" \
    "cpu_us=$(awk -v a="$after" -v b="$before" -v n="$count" 'BEGIN {print (a - b) * 1e6 / n}')"
}

select_part() { # round
  local mode clients target
  for mode in $MODES; do
    for clients in $CLIENTS; do
      for target in $TARGETS; do
        # PgBouncer before 1.21 cannot.
        if [ "$mode" = prepared ] && [ "$target" = pgbouncer_transaction ]; then continue; fi
        bench "select $mode $clients" "$target" "$1" -M "$mode" -c "$clients" \
          -j "$((clients > 1 ? 2 : 1))"
      done
    done
  done
}

connect_part() { # round
  local user target
  for user in postgres scram_user; do
    for target in $TARGETS; do
      PGUSER="$user" PGPASSWORD=benchpw \
        bench "connect $([ "$user" = postgres ] && echo trust || echo scram) 8" "$target" "$1" \
        -C -c 8 -j 2
    done
  done
}

copy_part() { # round
  local width target sql before after began ended bytes
  for width in 100 8000; do
    sql="copy (select repeat('x', $width - 1) from generate_series(1, \
$COPY_MB::bigint * 1048576 / $width)) to stdout"
    for target in $TARGETS; do
      before="$(cpu "$target")"
      began="$(date +%s.%N)"
      bytes="$(psql -Xq -p "${port[$target]}" -d bench -c "$sql" | wc -c)"
      ended="$(date +%s.%N)"
      after="$(cpu "$target")"
      record "copy rows of $width bytes" "$target" "$1" \
        "per_second=$(awk -v n="$bytes" -v a="$ended" -v b="$began" \
          'BEGIN {print n / 1048576 / (a - b)}')" \
        "cpu_us=$(awk -v a="$after" -v b="$before" -v n="$bytes" \
          'BEGIN {print (a - b) * 1e6 * 1048576 / n}')"
    done
  done
}

idle_part() { # round; only where clients share servers
  local target count
  for target in $TARGETS; do
    case "$target" in *_transaction*) ;; *) continue ;; esac
    for count in $IDLE; do
      record "idle $count" "$target" "$1" \
        "bytes=$(python3 "$here/idle.py" "${port[$target]}" "$count" "${pid[$target]}")"
    done
  done
}

# One proxy whose sampling is switched by reload: two would differ in how they were compiled.
sample_part() { # round
  local name=daybreak_sample_1 mode sample
  [ "$1" = 1 ] || return 0
  port[$name]="$(free_port)"
  start_daybreak "$name" session 80 1
  await_target "$name"
  for sample in off statements values; do
    configure_daybreak "$name" session 80 1 "$sample"
    kill -HUP "${pid[$name]}"
    for mode in $MODES; do warm "$name" -M "$mode"; done
  done
  for sample in statements values; do
    for mode in $MODES; do
      python3 "$here/sampling.py" "${port[$name]}" "${pid[$name]}" "$work/$name.yaml" "$sample" \
        "$mode" 8 "$PAIRS" "$SCALE" | tee -a "$OUT/rounds.tsv" >&2
    done
  done
}

# ---- the run ----

declare -A port pid
export PGHOST=127.0.0.1 PGUSER=postgres PGSSLMODE=disable PGGSSENCMODE=disable PGCONNECT_TIMEOUT=20
find_programs
trap stop_all EXIT
start_server
say "server $(psql -XAtq -p "$server_port" -d postgres -c 'show server_version')," \
  "$(pgbouncer --version | head -n 1), $("$JAVA" -version 2>&1 | head -n 1), $(nproc) processors"
for target in $TARGETS; do start_target "$target"; done
for target in $TARGETS; do await_target "$target"; done
# Compiled code, as in a proxy that has run for minutes.
warm() { # target pgbench-arguments...
  local target="$1"
  shift
  pgbench -n -s "$SCALE" -S -c 8 -p "${port[$target]}" -T "$WARM_SECS" "$@" bench >/dev/null 2>&1 ||
    true
}
for target in $TARGETS; do
  for mode in $MODES; do
    if [ "$target$mode" != pgbouncer_transactionprepared ]; then warm "$target" -M "$mode"; fi
  done
  case "$PARTS" in *connect*) warm "$target" -C ;; esac
done
: >"$OUT/rounds.tsv"
for round in $(seq "$ROUNDS"); do
  for part in $PARTS; do "${part}_part" "$round"; done
done
python3 "$here/summarize.py" "$OUT/rounds.tsv" "$OUT/summary.json"
say "results: $OUT"
