# Becomes the command, once the guard knows this session: a line comes, or the end of a parent that died first.
read -r go || exit 1
exec "$@" </dev/null
