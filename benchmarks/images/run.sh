#!/bin/sh
# Measures how long a container takes from its start to the outputs of its task: with the package staged, in the image, and in the
# image with a class-data archive. Run by hand, as root on Debian; see docs/images.md.
set -eu
cd "$(dirname "$0")/../.."
exec mvn --batch-mode -Pimage-tests --projects jib/tests --also-make verify \
  -Dit.test=ContainerStartBenchmark -Dimage-tests.limit=3600
