#!/usr/bin/env bash
# Measures what benchmarks/distributed-training.md and benchmarks/all-reduce.md show, each row by processes of its own.
#
#   run.sh [PIECE…]: some of alone, counting, servers, all-reduce, work, exchange and python; without any, all of them
#
# PYTHON is an interpreter that has TensorFlow (pip install tensorflow-cpu); without it python is left out.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
modules=flytekit-allreduce,flytekit-tensorflow-distributed

if [[ ! -e $root/flytekit-tensorflow-distributed/target/classpath || -n ${BUILD:-} ]]; then
  # shellcheck disable=SC2086
  (cd "$root" && ${MVN:-mvn} -B -q -pl $modules -am test-compile dependency:build-classpath -Dmdep.outputFile=target/classpath)
fi

# java_in MODULE CLASS ARGUMENT…: a program of a module's tests
java_in() {
  local module=$root/$1
  shift
  TF_CPP_MIN_LOG_LEVEL=3 java -Xmx512m \
    -cp "$module/target/classes:$module/target/test-classes:$root/flytekit-allreduce/target/classes:$(cat "$module/target/classpath")" "$@"
}

measure() {
  printf '\n%s, load %s\n' "$1" "$(cut -d' ' -f1-3 /proc/loadavg)"
  case $1 in
    exchange) java_in flytekit-allreduce org.flytekitplugins.allreduce.AllReduceBenchmark ${SIZES-defaults} ;;
    python)
      local script replicas
      script=$root/benchmarks/distributed-training/python.py
      if [[ -z ${PYTHON:-} ]]; then
        echo "left out: PYTHON names no interpreter"
        return
      fi
      for replicas in 2 3; do
        "$PYTHON" "$script" mirrored "$replicas" 1
        "$PYTHON" "$script" mirrored "$replicas" 50
        "$PYTHON" "$script" servers "$replicas" 1
        "$PYTHON" "$script" servers "$replicas" 50
      done
      ;;
    *) java_in flytekit-tensorflow-distributed org.flytekitplugins.tensorflow.distributed.TrainingBenchmark "$1" ;;
  esac
}

if (($# == 0)); then
  set -- alone counting servers all-reduce work exchange python
fi
for piece in "$@"; do
  measure "$piece" 2> >(grep -v -E '^(WARNING: All log|[IWE]0|20[0-9-]+ )' >&2 || true)
done
