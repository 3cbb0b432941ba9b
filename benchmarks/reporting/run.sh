#!/usr/bin/env bash
# Measures what it costs a step that a training is reported: progress lines with what is used, TensorBoard's event files, MLflow with its own server.
# Prints the table of benchmarks/reporting.md. Run by hand.
#   [PAIRS=60] [TOLD=lines,tensorboard,mlflow] [ROWS='WIDTH:BATCH:EVERY …'] benchmarks/reporting/run.sh
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
work=$root/benchmarks/target/reporting
modules=flytekit-mlflow,flytekit-tensorflow-distributed

cd "$root"
if [[ -n ${BUILD:-} || ! -e flytekit-mlflow/target/benchmark.classpath || ! -e flytekit-tensorflow-distributed/target/benchmark.classpath ]]; then
  ${MVN:-mvn} -q -B package -DskipTests -Dspotless.check.skip -Dmaven.javadoc.skip -Dmaven.source.skip -pl $modules -am \
    org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=target/benchmark.classpath -Dmdep.includeScope=test
fi
class_path=$work/classes:flytekit-mlflow/target/classes:flytekit-tensorflow-distributed/target/classes
class_path+=:$(<flytekit-mlflow/target/benchmark.classpath):$(<flytekit-tensorflow-distributed/target/benchmark.classpath)
mkdir -p "$work/classes"
javac -d "$work/classes" -cp "$class_path" benchmarks/reporting/*.java

told=${TOLD:-lines,tensorboard,mlflow}
if [[ $told == *mlflow* ]]; then
  store=$(mktemp -d)
  export MLFLOW_TRACKING_URI=http://127.0.0.1:5055
  .ci/mlflow/python -c pass
  _MLFLOW_SERVER_FILE_STORE=sqlite:///$store/mlflow.db _MLFLOW_SERVER_REGISTRY_STORE=sqlite:///$store/mlflow.db \
    _MLFLOW_SERVER_ARTIFACT_ROOT=$store/artifacts MLFLOW_SERVER_ENABLE_JOB_EXECUTION=false MLFLOW_DISABLE_TELEMETRY=true \
    .ci/mlflow/python -m uvicorn --host 127.0.0.1 --port 5055 mlflow.server.fastapi_app:app >"$store/log" 2>&1 &
  server=$!
  export MLFLOW_SERVER=$server
  trap 'kill -9 $server; wait $server 2>/dev/null || true; rm -rf "$store"' EXIT
  until curl -sf "$MLFLOW_TRACKING_URI/api/2.0/mlflow/experiments/get?experiment_id=0" >/dev/null; do
    kill -0 $server || { cat "$store/log" >&2; exit 1; }
    sleep 1
  done
fi

echo "load $(cut -d' ' -f1-3 /proc/loadavg) before"
# shellcheck disable=SC2086
TF_CPP_MIN_LOG_LEVEL=3 java -Xmx512m -cp "$class_path" org.flytekitplugins.jflyte.execution.ReportingCost "${PAIRS:-60}" "$told" \
  ${ROWS:-32:32:10 512:256:10}
echo "load $(cut -d' ' -f1-3 /proc/loadavg) after"
