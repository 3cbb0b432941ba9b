#!/usr/bin/env bash
# Measures jflyte execute as whole processes: one small task in a package of 1,000, on file://, the package in the image
# (--package-dir) and staged, beside a bare JVM. Prints the table of benchmarks/execution.md. Run by hand; needs GNU time.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

tasks=${TASKS:-1000}
rounds=${ROUNDS:-15}
work=$root/benchmarks/target/execution
package=$work/package
launcher=$root/flytekit-jflyte/target

"$root/bin/jflyte" --version # builds what is missing
class_path=$(echo "$launcher"/flytekit-jflyte-*-SNAPSHOT.jar):$(<"$launcher/class-path")
rm -rf "$work" && mkdir -p "$work/classes" "$package"
cp "$launcher"/flytekit-java/*.jar "$package"
java "$root/benchmarks/jflyte/ManyTasks.java" "$tasks" "$work/classes" "$(printf '%s:' "$package"/*.jar)"
jar --create --file "$package/many.jar" -C "$work/classes" .
java -cp "$class_path" "$root/benchmarks/execution/Inputs.java" "$package" "$work"
printf 'final class Bare { public static void main(String[] args) { System.out.println(1); } }' >"$work/Bare.java"
javac -d "$work" "$work/Bare.java"

export FLYTE_INTERNAL_PROJECT=p FLYTE_INTERNAL_DOMAIN=d FLYTE_INTERNAL_VERSION=v
export FLYTE_INTERNAL_TASK_PROJECT=p FLYTE_INTERNAL_TASK_DOMAIN=d FLYTE_INTERNAL_TASK_VERSION=v

execute=(java -cp "$class_path" org.flytekitplugins.jflyte.command.Main jflyte execute --task many.Task0500
  --inputs "file://$work/inputs.pb" --outputPrefix "file://$work/out/ROUND")
in_image=("${execute[@]}" --package-dir "$package/*")
staged=("${execute[@]}" --taskTemplatePath "file://$work/task.pb")
bare=(java -cp "$work" Bare)

once() { # NAME ROUND COMMAND…
  local name=$1 round=$2
  shift 2
  /usr/bin/time -f '%e %U %S %M' -a -o "$work/$name" "${@//ROUND/$name-$round}" >"$work/stdout" 2>"$work/stderr" ||
    { cat "$work/stderr" >&2; exit 1; }
}
for ((round = 0; round < rounds; round++)); do # in turns, so that other work hurts all of them alike
  once bare $round "${bare[@]}"
  once in-image $round "${in_image[@]}"
  once staged $round "${staged[@]}"
done
[[ -s $work/out/in-image-0/outputs.pb && -s $work/out/staged-0/outputs.pb ]] || { echo "no outputs" >&2; exit 1; }

classes() { # COMMAND…: how many are loaded, and how many of them not from the JDK's archive
  JAVA_TOOL_OPTIONS=-Xlog:class+load:file="$work/loaded" "${@//ROUND/classes-$RANDOM}" >/dev/null 2>&1
  awk '{ all++ } !/shared objects file/ { own++ } END { printf "%d, %d", all, own }' "$work/loaded"
}
print() { # WHAT NAME CLASSES
  sort -n "$work/$2" | awk -v what="$1" -v classes="$3" -v bare="$(sort -n "$work/bare" | awk '{ s[NR] = $1 } END { print s[int((NR + 1) / 2)] }')" '
    { wall[NR] = $1; cpu += $2 + $3; if ($4 > memory) memory = $4 }
    END { median = wall[int((NR + 1) / 2)]
      printf "| %s | %.2f | %.2f | %.2f | %.0f | %s | %.1f |\n", what, wall[1], median, cpu / NR, memory / 1024, classes, median / bare }'
}
echo "| process | fastest, s | median, s | CPU, s | largest peak RSS, MiB | classes loaded, of them not from the JDK's archive | median to a bare JVM |"
echo "|---|---:|---:|---:|---:|---:|---:|"
print 'bare JVM' bare "$(classes "${bare[@]}")"
print '`execute --package-dir`' in-image "$(classes "${in_image[@]}")"
print '`execute`, staged' staged "$(classes "${staged[@]}")"
