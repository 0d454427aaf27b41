#!/bin/sh
# PostgreSQL's own replication clients through the proxy.
set -eu
export PGHOST="$PROXY_HOST" PGPORT="$PROXY_PORT" PGUSER=postgres PGCONNECT_TIMEOUT=20
cd "$HOME"

ask() {
  psql -X -A -t -q -v ON_ERROR_STOP=1 -d "$PROXY_DATABASE" "$@"
}

pg_basebackup -D backup -X stream -c fast --no-sync
test -f backup/PG_VERSION
test -n "$(ls backup/pg_wal)"
rm -rf backup
echo "ok base_backup"

ask -c "CREATE TABLE public.received (v int PRIMARY KEY)" \
  -c "CREATE PUBLICATION received FOR TABLE public.received"
pg_recvlogical -d "$PROXY_DATABASE" --slot received --create-slot -P pgoutput
ask -c "INSERT INTO public.received SELECT generate_series(1, 5000)"
end=$(ask -c "SELECT pg_current_wal_insert_lsn()")
ask -c "INSERT INTO public.received VALUES (0)"
pg_recvlogical -d "$PROXY_DATABASE" --slot received --start -f received.bin \
  -o proto_version=1 -o publication_names=received --endpos "$end"
test "$(wc -c <received.bin)" -gt 50000
pg_recvlogical -d "$PROXY_DATABASE" --slot received --drop-slot
ask -c "DROP PUBLICATION received" -c "DROP TABLE public.received"
echo "ok logical_stream"

echo "checks 2"
