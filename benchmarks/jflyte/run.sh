#!/usr/bin/env bash
# Measures bin/jflyte as whole processes on 1,000 tasks and 500 workflows, against a flyteadmin in a
# process of its own that answers after 20 ms. Prints the table of benchmarks/jflyte.md.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

tasks=${TASKS:-1000}
rounds=${ROUNDS:-5}
latency=${LATENCY_MILLIS:-20}
work=$root/benchmarks/target/jflyte
launcher=$root/jflyte/command/target

bin_jflyte=$root/bin/jflyte
"$bin_jflyte" --version # builds what is missing
jars=$(tr : '\n' < "$root/jflyte/command/target/class-path")
libraries=$(ls "$root"/jflyte/command/target/flytekit-java/*.jar)

mkdir -p "$work"
if [[ ! -d $work/package-$tasks ]]; then
  mkdir -p "$work/classes-$tasks" "$work/package-$tasks"
  java "$root/benchmarks/jflyte/ManyTasks.java" "$tasks" "$work/classes-$tasks" "$(paste -sd: <<<"$libraries")"
  cp $libraries "$work/package-$tasks"
  jar --create --file "$work/package-$tasks/many.jar" -C "$work/classes-$tasks" .
fi

# The server's standard input stays open as long as this script runs.
coproc server {
  java -Xmx256m -cp "$root/jflyte/testing/target/classes:$(paste -sd: <<<"$jars")" \
    org.flytekitplugins.jflyte.testing.LocalFlyteAdminProcess "$latency"
}
read -r endpoint <&"${server[0]}"
export FLYTE_PLATFORM_URL=$endpoint FLYTE_PLATFORM_INSECURE=true

# measure NAME COMMAND...: fastest and median seconds, largest peak memory in MiB, into a file
measure() {
  local name=$1 round
  shift
  for ((round = 0; round < rounds; round++)); do
    /usr/bin/time -f '%e %M' -o "$work/time" "${@//VERSION/$(date +%s%N)}" >"$work/out" 2>"$work/err" ||
      { cat "$work/err" >&2; exit 1; }
    tail -n 1 "$work/time"
  done | sort -n | awk '
    { seconds[NR] = $1; if ($2 > memory) memory = $2 }
    END { printf "%.2f %.2f %.0f\n", seconds[1], seconds[int((NR + 1) / 2)], memory / 1024 }' >"$work/$name"
}

# print WHAT NAME
print() {
  local fastest median memory one_at_a_time
  read -r fastest median memory <"$work/$2"
  read -r _ one_at_a_time _ <"$work/one-at-a-time"
  awk -v all="$one_at_a_time" -v this="$median" -v start="| $1 | $fastest | $median | $memory" \
    'BEGIN { printf "%s | %.3f |\n", start, this / all }'
}

package=("-cp" "$work/package-$tasks" --image registry.example/app --package-dir '/app/*')
register=("$bin_jflyte" register workflows -p flytesnacks -d development "${package[@]}")
"${register[@]}" -v "$(date +%s%N)" >/dev/null # writes the class archive, reads the disk
measure serialize "$bin_jflyte" serialize workflows "${package[@]}" -f "$work/files"
measure register "${register[@]}" -v VERSION
rounds=1 measure one-at-a-time "${register[@]}" -v VERSION --concurrency 1

echo "| command | fastest, s | median, s | largest peak RSS, MiB | median to one at a time |"
echo "|---|---:|---:|---:|---:|"
print '`serialize`' serialize
print '`register`' register
print '`register --concurrency 1`' one-at-a-time
