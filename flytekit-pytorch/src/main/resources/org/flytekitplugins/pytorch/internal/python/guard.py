"""Runs a command and, however either of them ends, leaves no process of it behind.

guard.py FOLDER GRACE COMMAND...

The command's end goes to FOLDER/end.json, by its exit code or its signal. SIGTERM, or the end of the
guard's input (whoever started it is gone), gives the command SIGTERM and GRACE seconds; then it is
killed. Nobody is left to read FOLDER when the input has ended, so the guard removes it then.
"""
import json
import os
import select
import shutil
import signal
import sys
import time

INPUT = 0
KILLING_SECONDS = 2


def main():
    folder, grace, command = sys.argv[1], float(sys.argv[2]), sys.argv[3:]
    adopts_orphans = become_subreaper()
    wakeup = wake_on_signals()
    child = os.posix_spawnp(
        command[0],
        command,
        os.environ,
        file_actions=[(os.POSIX_SPAWN_OPEN, INPUT, os.devnull, os.O_RDONLY, 0)],
        setpgroup=0,
    )
    status, starter_is_gone = supervise(child, wakeup, grace)
    kill_all(child, adopts_orphans)
    if starter_is_gone:
        shutil.rmtree(folder, ignore_errors=True)
    else:
        write_end(folder, -signal.SIGKILL if status is None else status)


def supervise(child, wakeup, grace):
    """The command's status, None if it outlives its grace; and whether who started us is gone."""
    inputs = [INPUT, wakeup]
    kill_at = None
    starter_is_gone = False
    while True:
        status = reap(child)
        if status is not None:
            return status, starter_is_gone
        patience = None if kill_at is None else kill_at - time.monotonic()
        if patience is not None and patience <= 0:
            return None, starter_is_gone
        ready = select.select(inputs, [], [], patience)[0]
        is_told = False
        if wakeup in ready:
            is_told = any(number != signal.SIGCHLD for number in os.read(wakeup, 512))
        if INPUT in ready and not os.read(INPUT, 512):
            inputs.remove(INPUT)
            starter_is_gone = is_told = True
        if is_told and kill_at is None:
            kill_at = time.monotonic() + grace
            send(os.kill, child, signal.SIGTERM)


def reap(child):
    """Takes leave of all that have ended: the exit code of the child, or its negative signal."""
    status = None
    while True:
        try:
            pid, raw = os.waitpid(-1, os.WNOHANG)
        except ChildProcessError:
            return status
        if pid == 0:
            return status
        if pid == child:
            status = -os.WTERMSIG(raw) if os.WIFSIGNALED(raw) else os.WEXITSTATUS(raw)


def kill_all(child, adopts_orphans):
    """Again and again, for what is born in the meantime."""
    end = time.monotonic() + KILLING_SECONDS
    while time.monotonic() < end:
        if not adopts_orphans:
            send(os.killpg, child, signal.SIGKILL)
        descendants = descendants_of(os.getpid())
        for pid in descendants:
            send(os.kill, pid, signal.SIGKILL)
        reap(child)
        if not descendants:
            return
        time.sleep(0.01)


def descendants_of(ancestor):
    """None where there is no /proc; then the process group is all that is reached."""
    parents = parents_by_pid()
    found, new = set(), {ancestor}
    while new:
        new = {pid for pid, parent in parents.items() if parent in new} - found
        found |= new
    return found


def parents_by_pid():
    parents = {}
    try:
        names = os.listdir("/proc")
    except OSError:
        return parents
    for name in names:
        if name.isdigit():
            try:
                with open("/proc/" + name + "/stat", "rb") as stat:
                    # After the name, which may hold anything: state, parent.
                    parents[int(name)] = int(stat.read().rpartition(b")")[2].split()[1])
            except (OSError, IndexError, ValueError):
                continue
    return parents


def send(call, target, number):
    try:
        call(target, number)
    except OSError:
        pass


def wake_on_signals():
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing)
    for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP, signal.SIGCHLD):
        signal.signal(number, lambda *_: None)
    return reading


def become_subreaper():
    """Whatever the command leaves behind becomes a child of ours; False where that is not so."""
    try:
        import ctypes

        return ctypes.CDLL(None).prctl(36, 1, 0, 0, 0) == 0  # PR_SET_CHILD_SUBREAPER
    except Exception:
        return False


def write_end(folder, status):
    end = {"exit": status}
    if status < 0:
        end = {"signal": -status, "name": name_of(-status)}
    path = os.path.join(folder, "end.json")
    with open(path + ".new", "w") as file:
        json.dump(end, file)
    os.replace(path + ".new", path)


def name_of(number):
    try:
        return signal.Signals(number).name
    except ValueError:
        return "signal %d" % number


if __name__ == "__main__":
    main()
