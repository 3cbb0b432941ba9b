# Sourced by jib/check, once the image and its archive are there.
# shellcheck shell=bash disable=SC2154 # what jib/check has set
rounds=${ROUNDS:-10}

step "the package staged"
mkdir -p "$work/storage/bench/package"
tr ':' '\n' <examples/target/image-class-path | grep '\.jar$' | xargs cp -t "$work/storage/bench/package"
cp examples/target/flytekit-tensorflow-examples-*-SNAPSHOT.jar "$work/storage/bench/package"
chown -R 65532:65532 "$work/storage/bench"
run_container "$work/image" stage "$work/storage" FLYTE_STAGING_LOCATION=file:///storage/bench/staged \
  FLYTE_PLATFORM_URL="$FLYTE_PLATFORM_URL" FLYTE_PLATFORM_INSECURE=true FLYTE_INTERNAL_IMAGE=digits -- \
  jflyte serialize workflows --classpath /storage/bench/package --folder /storage/bench/protos
flyte_files write "$work/storage/bench/RejectModel.pb" accuracy=float:0.5
cp "$work/storage/evaluate/inputs.pb" "$work/storage/bench/EvaluateDigits.pb"
for task in RejectModel EvaluateDigits; do
  flyte_files template "$(echo "$work"/storage/bench/protos/*.examples.${task}_1.pb)" "$work/storage/bench/$task.template"
done

export TMP_SIZE=2g # staged jars, and TensorFlow's libraries out of them
declare -A times
measure() { # TASK HOW FOLDER FLAG VALUE
  local started ended out=bench/out-$RANDOM$RANDOM
  prepare_container "$3" measured "$work/storage" TF_CPP_MIN_LOG_LEVEL=2 FLYTE_INTERNAL_PROJECT=p FLYTE_INTERNAL_DOMAIN=d \
    FLYTE_INTERNAL_VERSION=v -- jflyte execute --task "org.flytekitplugins.examples.$1" \
    --inputs "file:///storage/bench/$1.pb" --outputPrefix "file:///storage/$out" "$4" "$5"
  started=$(date +%s%N)
  start_container "$3" measured &>"$work/log/measured"
  [[ -f $work/storage/$out/outputs.pb ]] || fail "$1, $2: no outputs"
  # Until the outputs are there: runc's own end is none of ours.
  ended=$(date -r "$work/storage/$out/outputs.pb" +%s%N)
  times[$1 $2]+="$(((ended - started) / 1000000)) "
}
package_dir='/app/resources:/app/classes:/app/libs/*'
for task in RejectModel EvaluateDigits; do
  step "$rounds rounds of $task"
  for ((round = 0; round < rounds; round++)); do
    measure $task staged "$work/image" --taskTemplatePath "file:///storage/bench/$task.template"
    measure $task package-dir "$work/image" --package-dir "$package_dir"
    measure $task archive "$work/archived" --package-dir "$package_dir"
  done
done

median() { tr ' ' '\n' <<<"$1" | grep . | sort -n | awk '{ value[NR] = $1 } END { print value[int((NR + 1) / 2)] }'; }
least() { tr ' ' '\n' <<<"$1" | grep . | sort -n | head -n 1; }
echo
echo "container start to outputs, ms: median / least of $rounds, and how many times faster than staged"
for task in RejectModel EvaluateDigits; do
  staged=$(median "${times[$task staged]}")
  for how in staged package-dir archive; do
    awk -v task=$task -v how=$how -v median="$(median "${times[$task $how]}")" -v least="$(least "${times[$task $how]}")" \
      -v staged="$staged" 'BEGIN { printf "%-15s %-12s %5d / %5d   %.1f\n", task, how, median, least, staged / median }'
  done
done
