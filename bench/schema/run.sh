#!/usr/bin/env bash
# Figures of the schema stage on this machine; see bench/README.md. Needs what the build needs.
#   PARTS   what to measure: read, logins, indexes (all)
#   ROUNDS  how often, for indexes (3)
#   ROWS    rows of each of the eight tables that are indexed (300000)
set -euo pipefail
cd "$(dirname "$0")/../.."

PARTS=${PARTS:-read logins indexes}
tests=()
for part in $PARTS; do
  case $part in
    read) tests+=("LargeSchemaIT#readsPlansAndVerifiesFiveThousandTables") ;;
    logins) tests+=("LargeSchemaIT#provesTwoHundredLoginsOnTwoThousandTables") ;;
    indexes) tests+=("ParallelIndexIT") ;;
    *) echo "no part $part" >&2; exit 2 ;;
  esac
done
select=$(IFS=,; echo "${tests[*]}")
mvn -q -B -pl schema -am -Pmatrix verify -Dspotless.check.skip=true \
  -Dtest=NoUnitTest -Dsurefire.failIfNoSpecifiedTests=false \
  -Dit.test="$select" -Dfailsafe.failIfNoSpecifiedTests=false \
  -DargLine="-Ddaybreak.bench.rounds=${ROUNDS:-3} -Ddaybreak.bench.rows=${ROWS:-300000}" |
  grep -E '^(round|5000|2000) '
echo "$(nproc) processors, $(java -version 2>&1 | head -1), commit $(git rev-parse --short HEAD)"
