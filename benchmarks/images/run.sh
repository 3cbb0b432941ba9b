#!/bin/sh
# Measures how long a container takes from its start to the outputs of its task: with the package staged, in the image, and in the
# image with a class-data archive. Run by hand, as root on Debian; see docs/images.md.
set -eu
cd "$(dirname "$0")/../.."
exec jib/check benchmarks/images/starts.sh
