#!/bin/sh
# psql through the proxy: each check prints its name; the first that fails ends the run.
set -eu
export PGHOST="$PROXY_HOST" PGPORT="$PROXY_PORT" PGDATABASE="$PROXY_DATABASE"
export PGPASSWORD="$PROXY_PASSWORD" PGUSER=postgres PGCONNECT_TIMEOUT=20
count=0

ok() {
  count=$((count + 1))
  echo "ok $1"
}

ask() {
  psql -X -A -t -q -v ON_ERROR_STOP=1 "$@"
}

for mode in disable allow prefer require verify-ca verify-full; do
  for user in postgres "röle" old; do
    got=$(PGHOST=localhost PGSSLMODE=$mode PGSSLROOTCERT="$PROXY_ROOT_CERTIFICATE" \
      PGUSER="$user" ask -c "SELECT current_user")
    test "$got" = "$user"
  done
done
ok logins_by_every_method_and_sslmode

got=$(PGHOST=localhost PGSSLMODE=require PGCHANNELBINDING=require PGUSER="röle" \
  ask -c "SELECT 1")
test "$got" = 1
if PGSSLMODE=disable PGCHANNELBINDING=require PGUSER="röle" ask -c "SELECT 1" 2>/dev/null; then
  exit 1
fi
ok channel_binding_can_be_required

if got=$(PGPASSWORD=wrong PGUSER="röle" ask -c "SELECT 1" 2>&1); then exit 1; fi
case "$got" in *'password authentication failed for user "röle"'*) ;; *) echo "$got"; exit 1 ;; esac
if got=$(PGOPTIONS="-c no_such=1" ask -c "SELECT 1" 2>&1); then exit 1; fi
case "$got" in *'unrecognized configuration parameter "no_such"'*) ;; *) echo "$got"; exit 1 ;; esac
ok refusals_say_what_the_server_says

got=$(PGOPTIONS="-c search_path=pg_catalog -c datestyle=German" ask -c "SHOW search_path" \
  -c "SELECT date '2026-02-28'")
test "$got" = "pg_catalog
28.02.2026"
ok startup_options_reach_the_server

ask >/dev/null <<'SQL'
CREATE TEMP TABLE psql_copy (a int, b text);
\copy psql_copy FROM PROGRAM 'seq 1 50000 | sed "s/$/\tx/"'
\copy psql_copy TO '/dev/null'
\copy (SELECT * FROM psql_copy) TO '/dev/null' WITH (FORMAT binary)
SELECT count(*) = 50000 AS whole FROM psql_copy \gset
\if :whole
\else
  \q 1
\endif
SQL
ok copies_both_ways

got=$(ask -v FETCH_COUNT=100 -c "SELECT generate_series(1, 10000)" | tail -n 1)
test "$got" = 10000
got=$(ask -c "SELECT repeat('x', 1000) FROM generate_series(1, 50000)" | wc -c)
test "$got" = 50050000
ok large_results_and_fetch_count

got=$(psql -X -A -t -q 2>&1 <<'SQL'
\set VERBOSITY sqlstate
SELECT 1/0;
BEGIN;
SELECT nowhere;
SELECT 1;
COMMIT;
\set ON_ERROR_ROLLBACK on
BEGIN;
SELECT nowhere;
SELECT 2;
COMMIT;
SELECT 3 \gdesc
;
SELECT 4\; SELECT 5;
SQL
)
for wanted in 22012 42703 25P02; do
  case "$got" in *"$wanted"*) ;; *) echo "$got"; exit 1 ;; esac
done
ok errors_in_every_state

got=$(ask -c "\\conninfo" -c "SELECT 6" | tail -n 1)
test "$got" = 6
got=$(ask -c "\\d pg_class" | head -n 1)
test -n "$got"
ok describes

echo "checks $count"
