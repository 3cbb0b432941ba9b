#!/usr/bin/env bash
# Measures what tracking by MLflow costs a step of about a millisecond that reports two metrics every so many steps: without a server, with MLflow's
# own, with one that is not there, and with one that never answers. Prints a table. Run by hand.
#   [STEPS=20000] [ROUNDS=3] [EVERY=10] benchmarks/mlflow/run.sh
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
export FLYTEKIT_MLFLOW_PYTHON=$PWD/.ci/mlflow/python
"$FLYTEKIT_MLFLOW_PYTHON" -c 'pass'
mvn -q -B package -DskipTests -Dspotless.check.skip -Dmaven.javadoc.skip -Dmaven.source.skip -pl flytekit-mlflow -am \
  org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=target/benchmark.classpath -Dmdep.includeScope=test
exec java -cp "flytekit-mlflow/target/test-classes:flytekit-mlflow/target/classes:$(cat flytekit-mlflow/target/benchmark.classpath)" \
  org.flytekitplugins.mlflow.StepCost "${STEPS:-20000}" "${ROUNDS:-3}" "${EVERY:-10}"
