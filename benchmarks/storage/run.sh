#!/usr/bin/env bash
# run.sh [RUNS]: our s3 module and flytekit-java's, in turn, against one S3 on loopback. Build before: mvn package -pl jflyte/modules/s3 -am -DskipTests.
# With FAKE_GCS_SERVER=…/fake-gcs-server our gs module, too; flytekit-java's cannot be led to another server than Google's.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."
runs=${1:-15}
work=$(mktemp -d)
servers=()
trap 'kill "${servers[@]}" 2>/dev/null || true; rm -rf "$work"' EXIT

mkdir -p "$work"/{new,old,gs}
cp -r jflyte/modules/target/modules/s3 "$work/new/"
cp -r jflyte/modules/target/modules/gs "$work/gs/" 2>/dev/null || true
cat > "$work/pom.xml" <<'POM'
<project><modelVersion>4.0.0</modelVersion><groupId>x</groupId><artifactId>old</artifactId><version>1</version><packaging>pom</packaging>
<dependencies>
<dependency><groupId>org.flyte</groupId><artifactId>jflyte-aws</artifactId><version>0.4.35</version></dependency>
<dependency><groupId>javax.xml.bind</groupId><artifactId>jaxb-api</artifactId><version>2.3.1</version></dependency>
</dependencies></project>
POM
mvn --batch-mode -q ${MAVEN_ARGUMENTS:-} -f "$work/pom.xml" org.apache.maven.plugins:maven-dependency-plugin:3.8.1:copy-dependencies -DincludeScope=runtime -DoutputDirectory="$work/old/aws" >/dev/null
mvn --batch-mode -q ${MAVEN_ARGUMENTS:-} -pl jflyte/runtime org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -DincludeScope=runtime -Dmdep.outputFile="$work/class-path" >/dev/null
class_path=jflyte/runtime/target/classes:$(<"$work/class-path")
javac -d "$work/classes" -cp "$class_path" benchmarks/storage/StorageStart.java

java -XX:TieredStopAtLevel=1 -Djava.io.tmpdir="$work" -jar jflyte/modules/s3/target/s3mock/s3mock-exec.jar \
  --server.port=0 --com.adobe.testing.s3mock.httpPort=0 --com.adobe.testing.s3mock.store.initialBuckets=staging >"$work/s3.log" 2>&1 &
servers+=($!)
until port=$(sed -nE 's/.*Tomcat started on ports?.* ([0-9]+) \(http\).*/\1/p' "$work/s3.log") && [[ -n $port ]]; do sleep 0.1; done
export FLYTE_AWS_ENDPOINT=http://127.0.0.1:$port FLYTE_AWS_ACCESS_KEY_ID=key FLYTE_AWS_SECRET_ACCESS_KEY=secret
places=("new s3://staging/run" "old s3://staging/run")
if [[ -n ${FAKE_GCS_SERVER:-} ]]; then
  mkdir -p "$work/data/staging"
  export STORAGE_EMULATOR_HOST=127.0.0.1:14443
  "$FAKE_GCS_SERVER" -scheme=http -host=127.0.0.1 -port=14443 -backend=memory -data="$work/data" >"$work/gs.log" 2>&1 &
  servers+=($!)
  sleep 1
  places+=("gs gs://staging/run")
fi

start() { java -XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xshare:auto -cp "$work/classes:$class_path" StorageStart "$work/$1" "${@:2}"; }
for place in "${places[@]}"; do start $place prepare; start $place >/dev/null; done
for ((i = 0; i < runs; i++)); do
  for place in "${places[@]}"; do start $place >>"$work/${place%% *}.txt"; done
done
for place in "${places[@]}"; do
  name=${place%% *}
  printf '%-4s' "$name"
  for column in 1 2 3 4; do awk -v c=$column '{ print $c }' "$work/$name.txt" | sort -n | awk '{ v[NR] = $1 } END { printf " %6d", v[int((NR + 1) / 2)] }'; done
  echo "  (medians of $runs: first answer ms, last answer ms, classes, MiB)"
done
