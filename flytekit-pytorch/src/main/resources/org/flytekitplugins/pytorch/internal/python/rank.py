"""Runs the user's script as __main__, and keeps what became of it.

rank.py FOLDER file PATH ARGUMENTS...
rank.py FOLDER module NAME ARGUMENTS...

FOLDER/rank-LOCAL_RANK.json says who runs, and in the end how: that of the last start is kept. What
the script raises also goes to the file that TORCHELASTIC_ERROR_FILE names, in torch's own form,
unless torch itself has written it.
"""
import faulthandler
import json
import os
import runpy
import sys
import time
import traceback

# What torch's native code says of a connection that broke; the class of it says nothing.
LOST_PEER_WORDS = (
    "Connection closed by peer",
    "Connection reset by peer",
    "Connection refused",
    "Broken pipe",
    "Socket Timeout",
    "ncclRemoteError",
    "ncclSystemError",
    "NCCL communicator was aborted",
    "Timed out waiting",
)
LOST_PEER_CLASSES = ("DistNetworkError", "DistBackendError")
LONGEST_MESSAGE = 8000
LONGEST_TRACEBACK = 60000


def main():
    folder, kind, target = sys.argv[1:4]
    die_with_parent()
    speak_in_lines()
    record = start_record(folder)
    choose_outputs(folder, record)
    sys.argv = [target] + sys.argv[4:]
    try:
        run(kind, target)
    except SystemExit as end:
        keep(folder, dict(record, exit=exit_code(end)))
        raise
    except Exception as raised:
        keep(folder, dict(record, raised=describe(raised)))
        write_error_file(record, raised)
        raised.__traceback__ = traceback_of(raised)
        sys.excepthook(type(raised), raised, raised.__traceback__)
        sys.exit(1)
    keep(folder, dict(record, exit=0))


def run(kind, target):
    # As Python itself sets it: this file's folder is none of the script's business.
    if kind == "module":
        sys.path[0] = os.getcwd()
        runpy.run_module(target, run_name="__main__", alter_sys=True)
    else:
        sys.path[0] = os.path.dirname(os.path.abspath(target))
        runpy.run_path(target, run_name="__main__")


def start_record(folder):
    record = {
        "pid": os.getpid(),
        "rank": number("RANK"),
        "local_rank": number("LOCAL_RANK") or 0,
        "group_rank": number("GROUP_RANK"),
        "restart_count": number("TORCHELASTIC_RESTART_COUNT"),
    }
    keep(folder, record)
    return record


def choose_outputs(folder, record):
    """What other ranks than 0 write is not looked at, and what an earlier start wrote is not ours."""
    rank = record["rank"] or 0
    outputs = os.environ.get("FLYTEKIT_OUTPUTS")
    if rank != 0:
        os.environ["FLYTEKIT_OUTPUTS"] = os.path.join(folder, "outputs-of-rank-%d.json" % rank)
    elif outputs and os.path.exists(outputs):
        os.remove(outputs)


def number(variable):
    try:
        return int(os.environ[variable])
    except (KeyError, ValueError):
        return None


def exit_code(end):
    if end.code is None:
        return 0
    return end.code if isinstance(end.code, int) else 1


def describe(raised):
    return {
        "class": type(raised).__name__,
        "message": text(raised)[:LONGEST_MESSAGE],
        "traceback": formatted(raised),
        "recoverable": is_recoverable(raised),
        "lost_peer": is_lost_peer(raised),
    }


def is_recoverable(raised):
    return any(
        base.__name__ == "FlyteRecoverableException" for each in causes(raised) for base in type(each).__mro__
    )


def is_lost_peer(raised):
    return any(
        isinstance(each, ConnectionError)
        or type(each).__name__ in LOST_PEER_CLASSES
        or (isinstance(each, RuntimeError) and any(words in text(each) for words in LOST_PEER_WORDS))
        for each in causes(raised)
    )


def causes(raised):
    """It, and what it was raised from."""
    seen = []
    while raised is not None and raised not in seen:
        seen.append(raised)
        raised = raised.__cause__
    return seen


def text(raised):
    try:
        return str(raised)
    except Exception:
        return "<its str() failed>"


def formatted(raised):
    lines = traceback.format_exception(type(raised), raised, traceback_of(raised))
    return "".join(lines)[-LONGEST_TRACEBACK:].rstrip()


def traceback_of(raised):
    """Without the frames of who runs the script."""
    frame = raised.__traceback__
    while frame is not None and is_ours(frame.tb_frame.f_code.co_filename):
        frame = frame.tb_next
    return frame


def is_ours(filename):
    return filename in (__file__, runpy.__file__) or filename.startswith("<frozen ")


def write_error_file(record, raised):
    """Torch's form, see torch.distributed.elastic.multiprocessing.errors.ErrorHandler."""
    path = os.environ.get("TORCHELASTIC_ERROR_FILE")
    if not path or os.path.exists(path) or is_forked(record):
        return
    error = {
        "message": {
            "message": "%s: %s" % (type(raised).__name__, text(raised)[:LONGEST_MESSAGE]),
            "extraInfo": {
                "py_callstack": formatted(raised),
                "timestamp": str(int(time.time())),
                "rank": record["rank"],
            },
        }
    }
    write(path, error)


def keep(folder, record):
    if is_forked(record):
        return
    write(os.path.join(folder, "rank-%d.json" % record["local_rank"]), record)


def is_forked(record):
    """Whether this is a process that the script has forked, whose end is not the script's."""
    return os.getpid() != record["pid"]


def write(path, value):
    try:
        with open(path + ".new", "w") as file:
            json.dump(value, file)
        os.replace(path + ".new", path)
    except OSError as failure:
        # The script's own end is what counts.
        sys.stderr.write("cannot write %s: %s\n" % (path, failure))


def speak_in_lines():
    """A line is written at once, so that those of several ranks do not get mixed up."""
    for stream in (sys.stdout, sys.stderr):
        try:
            stream.reconfigure(line_buffering=True, write_through=False)
        except Exception:
            continue
    try:
        faulthandler.enable(all_threads=True)
    except Exception:
        pass


def die_with_parent():
    try:
        import ctypes
        import signal

        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG, of Linux only
    except Exception:
        pass


if __name__ == "__main__":
    main()
