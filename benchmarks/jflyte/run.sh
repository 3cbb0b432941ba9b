#!/usr/bin/env bash
# Measures bin/jflyte as whole processes on 1,000 tasks and 500 workflows, against a flyteadmin in a
# process of its own that answers after 20 ms. Prints the table of benchmarks/jflyte.md.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

tasks=${TASKS:-1000}
rounds=${ROUNDS:-5}
latency=${LATENCY_MILLIS:-20}
work=$root/benchmarks/target/jflyte
launcher=$root/flytekit-jflyte/target

bin_jflyte=$root/bin/jflyte
"$bin_jflyte" --version # builds what is missing
jars=$(tr : '\n' < "$root/flytekit-jflyte/target/class-path")
libraries=$(ls "$launcher"/flytekit-java/*.jar)

mkdir -p "$work"
if [[ ! -d $work/package-$tasks ]]; then
  mkdir -p "$work/classes-$tasks" "$work/package-$tasks"
  java "$root/benchmarks/jflyte/ManyTasks.java" "$tasks" "$work/classes-$tasks" "$(paste -sd: <<<"$libraries")"
  cp $libraries "$work/package-$tasks"
  jar --create --file "$work/package-$tasks/many.jar" -C "$work/classes-$tasks" .
fi

# The server's standard input stays open as long as this script runs.
coproc server {
  java -Xmx256m -cp "$root/flytekit-local-flyteadmin/target/classes:$(paste -sd: <<<"$jars")" \
    org.flytekitplugins.localflyteadmin.LocalFlyteAdminProcess "$latency"
}
read -r endpoint <&"${server[0]}"
export FLYTE_PLATFORM_URL=$endpoint FLYTE_PLATFORM_INSECURE=true

# measure WHAT COMMAND...: seconds and peak memory in MiB of the median round
measure() {
  local what=$1 round
  shift
  for ((round = 0; round < rounds; round++)); do
    /usr/bin/time -f '%e %M' -o "$work/time" "${@//VERSION/$(date +%s%N)}" >"$work/out" 2>"$work/err" ||
      { cat "$work/err" >&2; exit 1; }
    tail -n 1 "$work/time"
  done | sort -n | awk -v what="$what" '
    { seconds[NR] = $1; if ($2 > memory) memory = $2 }
    END { printf "| %s | %.2f | %.2f | %.0f |\n", what, seconds[1], seconds[int((NR + 1) / 2)], memory / 1024 }'
}

package=("-cp" "$work/package-$tasks" --image registry.example/app --package-dir '/app/*')
register=("$bin_jflyte" register workflows -p flytesnacks -d development "${package[@]}")
echo "| command | fastest, s | median, s | largest peak RSS, MiB |"
echo "|---|---:|---:|---:|"
measure "serialize" "$bin_jflyte" serialize workflows "${package[@]}" -f "$work/files"
measure "register" "${register[@]}" -v VERSION
rounds=1 measure "register, one call at a time" "${register[@]}" -v VERSION --concurrency 1
