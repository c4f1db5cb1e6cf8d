#!/bin/sh
# What the shared store promises, at length: a writer that is killed, and how fast it appends next to COPY.
#   checks/postgresql.sh [KILLS [TRACES]]     default 200 kills, 200000 traces; some 15 minutes
# The build starts the server itself.
set -e
cd "$(dirname "$0")/.."
kills=${1:-200}
traces=${2:-200000}
log=$(mktemp)
trap 'rm -f "$log"' EXIT

tests() { # tests NAMES OPTIONS...
    names=$1
    shift
    mvn -o -q -Pfast -pl stores/arc-eval-store-postgresql -am -Dtest="$names" \
        -Dsurefire.failIfNoSpecifiedTests=false -Dtest.jvm="$*" test >"$log" 2>&1
}

if tests ClientKillTest -Darceval.test.kills="$kills"; then
    echo "ok      $kills kills"
else
    cat "$log"; echo "FAILED  $kills kills"; exit 1
fi
if tests ClientKillTest -Darceval.test.kills=60 -Darceval.test.sabotage=early; then
    echo "FAILED  acknowledging early: the check stays green"; exit 1
else
    echo "ok      acknowledging early turns the check red"
fi
tests AppendRateTest -Darceval.test.traces="$traces" || { cat "$log"; exit 1; }
grep "traces in batches" "$log"
