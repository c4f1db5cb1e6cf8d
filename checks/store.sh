#!/bin/sh
# What the store promises, at length: kills, power cuts, flipped bits, cut files, a full disk; that each check can fail; and how
# fast it appends next to SQLite itself.
#   checks/store.sh [KILLS [FLIPS [TRACES]]]     default 200 kills, 10000 flips, 200000 traces; half an hour on two cores
# A power cut needs a C compiler and Linux, a full disk the right to mount; without them that part is said to be left out.
set -e
cd "$(dirname "$0")/.."
kills=${1:-200}
flips=${2:-10000}
traces=${3:-200000}
scratch=$(mktemp -d)
trap 'umount "$scratch/disk" 2>/dev/null || true; rm -rf "$scratch"' EXIT

tests() { # tests NAMES OPTIONS...
    names=$1
    shift
    mvn -o -q -Pfast -pl arc-eval-core -am -Dtest="$names" -Dsurefire.failIfNoSpecifiedTests=false \
        -Dtest.jvm="$*" test >"$scratch/log" 2>&1
}
green() { # green WHAT NAMES OPTIONS...
    what=$1
    shift
    if tests "$@"; then echo "ok      $what"; else cat "$scratch/log"; echo "FAILED  $what"; exit 1; fi
}
red() { # red WHAT NAMES OPTIONS...
    what=$1
    shift
    if tests "$@"; then echo "FAILED  $what: the check stays green"; exit 1; else echo "ok      $what turns the check red"; fi
}

green "$kills kills" SqliteKillTest#kill* -Darceval.test.kills="$kills"
red "acknowledging early" SqliteKillTest#kill* -Darceval.test.kills=60 -Darceval.test.sabotage=early
green "$flips flipped bits, twice" SqliteTraceStoreTest#flipped* -Darceval.test.flips="$flips"
green "files cut at every byte of their last two pages, and logs" SqliteTraceStoreTest#a*Cut* -Darceval.test.cuts=1

if cc -shared -fPIC -O2 -o "$scratch/powercut.so" checks/store/powercut.c -ldl 2>/dev/null; then
    green "$kills power cuts" SqliteKillTest#kill* -Darceval.test.kills="$kills" -Darceval.test.powercut="$scratch/powercut.so"
    red "skipping the sync" SqliteKillTest#kill* -Darceval.test.kills=20 -Darceval.test.powercut="$scratch/powercut.so" \
        -Darceval.test.sabotage=nosync
else
    echo "left out: power cuts (no C compiler)"
fi

mkdir "$scratch/disk"
if mount -t tmpfs -o size=6m tmpfs "$scratch/disk" 2>/dev/null; then
    green "a full disk of 6 MB" SqliteFullDiskTest#aDisk* -Darceval.test.disk="$scratch/disk"
else
    echo "left out: a full disk (no right to mount)"
fi

green "appending" AppendRateTest -Darceval.test.traces="$traces"
grep "traces in batches" "$scratch/log"
