# Keeps the sessions of a job and ends them when its parent has died, which the end of the input tells.
# Lines in: "watch ID", "sweep ID", "freeze ID", "thaw ID", each answered by a line. $1: a folder to remove.
# PIPE: the parent may die while it waits for an answer.
trap '' INT TERM HUP PIPE

# Processes of a session may have groups of their own, as those under timeout(1) or a shell with job control.
# Fails if the session has no process.
signal_session() {
  kill -s "$1" -- "-$2"
  if command -v pkill; then
    pkill "-$1" -s "$2"
    return
  fi
  found=1
  for stat in /proc/[0-9]*/stat; do
    pid=${stat#/proc/}
    pid=${pid%/stat}
    read -r line <"$stat" || continue
    # After the name, which may hold anything: state, parent, group, session.
    set -- "$1" "$2" ${line##*) }
    [ "$6" = "$2" ] && kill -s "$1" -- "$pid" && found=0
  done
  return "$found"
}

# Again if there was anybody, for what was born in the meantime.
sweep() {
  signal_session KILL "$1" && signal_session KILL "$1"
}

sessions=
while read -r verb id; do
  case $verb in
    watch) sessions="$sessions $id" ;;
    freeze) signal_session STOP "$id" ;;
    thaw) signal_session CONT "$id" ;;
    sweep)
      sweep "$id"
      kept=
      for session in $sessions; do
        [ "$session" = "$id" ] || kept="$kept $session"
      done
      sessions=$kept
      ;;
  esac >/dev/null 2>&1
  echo "$verb $id"
done

for session in $sessions; do
  sweep "$session"
done >/dev/null 2>&1
rm -rf -- "$1"
