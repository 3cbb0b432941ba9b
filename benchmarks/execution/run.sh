#!/usr/bin/env bash
# Measures jflyte execute as whole processes: one small task in a package of 1,000, on file://, the package in the image
# (--package-dir) and staged, beside a bare JVM. Prints the tables of benchmarks/execution.md. Run by hand; needs GNU time.
#   benchmarks/execution/run.sh           how long each takes
#   benchmarks/execution/run.sh phases    where the time goes
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)

tasks=${TASKS:-1000}
rounds=${ROUNDS:-15}
work=$root/benchmarks/target/execution
package=$work/package
launcher=$root/jflyte/command/target

"$root/bin/jflyte" --version # builds what is missing
class_path=$(echo "$launcher"/flytekit-jflyte-*-SNAPSHOT.jar):$(<"$launcher/class-path")
rm -rf "$work" && mkdir -p "$work/classes" "$package"
cp "$root"/jflyte/command/target/flytekit-java/*.jar "$package"
java "$root/benchmarks/jflyte/ManyTasks.java" "$tasks" "$work/classes" "$(printf '%s:' "$package"/*.jar)"
jar --create --file "$package/many.jar" -C "$work/classes" .
java -cp "$class_path" "$root/benchmarks/execution/Inputs.java" "$package" "$work"
printf 'final class Bare { public static void main(String[] args) { System.out.println(1); } }' >"$work/Bare.java"
javac -d "$work" "$work/Bare.java"

export FLYTE_INTERNAL_PROJECT=p FLYTE_INTERNAL_DOMAIN=d FLYTE_INTERNAL_VERSION=v
export FLYTE_INTERNAL_TASK_PROJECT=p FLYTE_INTERNAL_TASK_DOMAIN=d FLYTE_INTERNAL_TASK_VERSION=v

execute=(java -cp "$class_path" org.flytekitplugins.jflyte.execution.PodMain jflyte execute --task many.Task0500
  --inputs "file://$work/inputs.pb" --outputPrefix "file://$work/out/ROUND")
in_image=("${execute[@]}" --package-dir "$package/*")
staged=("${execute[@]}" --taskTemplatePath "file://$work/task.pb")
bare=(java -cp "$work" Bare)

# As the runtime image starts execute: with the jars that it needs, the kinds of jobs named, and an archive of its classes.
needed='/(flyteidl-protos|flytekit-(api|java|kubeflow|pytorch|task-spi|tensorflow|training-report)|jackson-core|jflyte-(api|runtime)|jspecify|proto-google-common-protos|protobuf-java)-[0-9][^/]*\.jar$'
archived=(java -XX:SharedArchiveFile="$work/image.jsa" '-Xlog:cds*=off'
  -Dorg.flytekitplugins.kubeflow.JobKinds=org.flytekitplugins.pytorch.internal.PytorchJobKind,org.flytekitplugins.tensorflow.internal.TensorflowJobKind
  -cp "$(tr : '\n' <<<"$class_path" | grep -E "$needed" | paste -sd:)" "${in_image[@]:3}")
java -Xshare:off -XX:DumpLoadedClassList="$work/classes.lst" "${archived[@]:3}" >/dev/null
java -Xshare:dump -XX:+UseG1GC -XX:SharedClassListFile="$work/classes.lst" -XX:SharedArchiveFile="$work/image.jsa" "${archived[@]:3:3}" >/dev/null 2>&1

# --- where the time goes ------------------------------------------------------------------------------------------------
# A phase begins when the JVM loads a class that nothing needs before it.
jflyte=org.flytekitplugins.jflyte
marks=(java.lang.Object $jflyte.execution.PodMain $jflyte.loading.PackageLoader many.Task0500 $jflyte.execution.Inputs
  $jflyte.execution.TaskScope)
phase_names=('the JVM, until its class `PodMain`' 'command line, package downloaded or found' 'package opened, registrar found and run'
  'the task made' 'inputs read, protobuf loaded for them' '`run()`, outputs written' 'the process: from its start to the clock of the JVM, and its end')

phases_of() { # NAME ROUND COMMAND…: milliseconds of each phase, and of the whole
  local name=$1 round=$2 began ended
  shift 2
  began=${EPOCHREALTIME/./}
  JAVA_TOOL_OPTIONS=-Xlog:class+load:file=$work/loaded:uptimenanos "${@//ROUND/phases-$name-$round}" >/dev/null 2>"$work/stderr"
  ended=${EPOCHREALTIME/./}
  awk -v marks="${marks[*]}" -v whole="$((ended - began))" '
    BEGIN { count = split(marks, mark, " "); for (i in mark) index_of[mark[i]] = i }
    { at = substr($1, 2) / 1e6; last = at }
    $2 in index_of && !(index_of[$2] in time) { time[index_of[$2]] = at }
    END {
      time[1] = 0
      for (i = 1; i <= count; i++) {
        if (!(i in time)) { print "not loaded: " mark[i] > "/dev/stderr"; exit 1 }
        end = i < count ? time[i + 1] : last
        printf "%.1f ", end - time[i]
      }
      printf "%.1f %.1f\n", whole / 1000 - last, whole / 1000
    }' "$work/loaded" >>"$work/phases-$name"
}
median_of() { sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }

if [[ ${1-} == phases ]]; then
  java -XX:ArchiveClassesAtExit="$work/launcher.jsa" "${in_image[@]:1}" >/dev/null 2>&1
  variants=("bare=bare JVM" "jvm=\`execute --package-dir\`" "off=the same, without the JDK's archive (\`-Xshare:off\`)"
    "c1=the same, only the first compiler (\`-XX:TieredStopAtLevel=1\`)" "archive=the same, the launcher's classes in an archive"
    "interpreted=the same, no compiler (\`-Xint\`)")
  flags_off=-Xshare:off flags_c1=-XX:TieredStopAtLevel=1 flags_archive=-XX:SharedArchiveFile=$work/launcher.jsa
  flags_interpreted=-Xint flags_jvm=-Xshare:auto flags_bare=-Xshare:auto
  for ((round = 0; round < rounds; round++)); do
    phases_of in-image $round "${in_image[@]}"
    phases_of staged $round "${staged[@]}"
    for variant in "${variants[@]%%=*}"; do
      flags=flags_$variant command=("${in_image[@]}")
      [[ $variant != bare ]] || command=("${bare[@]}")
      began=${EPOCHREALTIME/./}
      java "${!flags}" "${command[@]:1}" >/dev/null 2>&1
      echo $(((${EPOCHREALTIME/./} - began) / 1000)) >>"$work/variant-$variant"
    done
  done
  echo "| phase | \`--package-dir\`, ms | staged, ms |"
  echo "|---|---:|---:|"
  phase_names+=('the whole, with the log of classes')
  for i in "${!phase_names[@]}"; do
    echo "| ${phase_names[i]} | $(cut -d' ' -f$((i + 1)) "$work/phases-in-image" | median_of) | $(cut -d' ' -f$((i + 1)) "$work/phases-staged" | median_of) |"
  done
  echo
  echo "| process | median, ms |"
  echo "|---|---:|"
  for variant in "${variants[@]}"; do
    echo "| ${variant#*=} | $(median_of <"$work/variant-${variant%%=*}") |"
  done
  exit
fi

# --- how long it takes --------------------------------------------------------------------------------------------------
once() { # NAME ROUND COMMAND…
  local name=$1 round=$2
  shift 2
  /usr/bin/time -f '%e %U %S %M' -a -o "$work/$name" "${@//ROUND/$name-$round}" >"$work/stdout" 2>"$work/stderr" ||
    { cat "$work/stderr" >&2; exit 1; }
}
for ((round = 0; round < rounds; round++)); do # in turns, so that other work hurts all of them alike
  once bare $round "${bare[@]}"
  once archived $round "${archived[@]}"
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
print '`execute --package-dir`, as the image starts it' archived "$(classes "${archived[@]}")"
print '`execute --package-dir`' in-image "$(classes "${in_image[@]}")"
print '`execute`, staged' staged "$(classes "${staged[@]}")"
