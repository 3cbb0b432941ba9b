# Containers of an image without a container engine: sourced by what needs them. They run as Kubernetes would run them: as the
# image's user, the root file system read-only, no capabilities, nothing writable but /tmp, and /storage, a folder of this
# machine. Needs root, jq, runc, skopeo and umoci.
# shellcheck shell=bash

# Unpacks an image into the folder "rootfs" of a new folder.
fetch_image() { # NAME@DIGEST FOLDER [OPTION OF SKOPEO…]
  skopeo copy --quiet "${@:3}" "docker://$1" "oci:$2.oci:image"
  umoci unpack --image "$2.oci:image" "$2" &>"$2.log" || { cat "$2.log" >&2; return 1; }
  rm -r "$2.oci" "$2.log"
}

# Says what a container will run. Many share one unpacked image. /tmp has no room for TensorFlow's libraries, which would show if
# they were unpacked.
prepare_container() { # FOLDER NAME STORAGE [VARIABLE=VALUE…] -- ARGUMENT…
  local folder=$1 storage=$3 bundle=$1.$2 variables=()
  shift 3
  while [[ $1 != -- ]]; do variables+=("$1"); shift; done
  shift
  mkdir -p "$bundle"
  jq --arg rootfs "$folder/rootfs" --arg storage "$storage" \
    --argjson variables "$(jq -cn '$ARGS.positional' --args ${variables[@]+"${variables[@]}"})" '
    .root = {path: $rootfs, readonly: true}
    | .process |= (.terminal = false | .noNewPrivileges = true | .args += $ARGS.positional | .env += $variables
        | .capabilities = {bounding: [], effective: [], inheritable: [], permitted: [], ambient: []})
    | .mounts |= map(select(.destination | startswith("/sys") | not)) + [
        {destination: "/tmp", type: "tmpfs", source: "tmpfs", options: ["nosuid", "nodev", "mode=1777", "size=\($ENV.TMP_SIZE // "64m")"]},
        {destination: "/storage", type: "bind", source: $storage, options: ["rbind", "rw"]}]
    | .linux |= (del(.resources) | .namespaces |= map(select(.type != "network")))' \
    "$folder/config.json" --args -- "$@" >"$bundle/config.json"
}

# Runs a container that is prepared to its end, with its exit code.
start_container() { # FOLDER NAME
  # Cgroups are the node's business, and a CI container often may not make any.
  runc --root "$1.runc" --rootless=true run --bundle "$1.$2" "$2" </dev/null
}

# Both.
run_container() { # FOLDER NAME STORAGE [VARIABLE=VALUE…] -- ARGUMENT…
  prepare_container "$@" && start_container "$1" "$2"
}

kill_container() { # FOLDER NAME SIGNAL
  runc --root "$1.runc" kill "$2" "$3" 2>/dev/null
}

# Ends whatever still runs.
delete_containers() { # FOLDER
  local name
  for name in $(runc --root "$1.runc" list --quiet 2>/dev/null); do
    runc --root "$1.runc" delete --force "$name" 2>/dev/null || true
  done
}
