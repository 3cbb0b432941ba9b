#!/bin/sh
# Measures the start and the idling of a job of 20 replicas on this machine. Run by hand; needs mvn and a JDK.
set -eu
cd "$(dirname "$0")/../.."
mvn -q -B package -DskipTests -Dspotless.check.skip -Dmaven.javadoc.skip -Dmaven.source.skip \
  -pl flytekit-local-cluster -am \
  org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath -Dmdep.outputFile=target/benchmark.classpath
exec java -cp "flytekit-local-cluster/target/classes:$(cat flytekit-local-cluster/target/benchmark.classpath)" \
  benchmarks/local-cluster/StartAndIdle.java
