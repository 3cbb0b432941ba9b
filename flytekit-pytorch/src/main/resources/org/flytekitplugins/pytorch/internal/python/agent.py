"""Runs torchrun, and keeps what became of it.

agent.py FOLDER ARGUMENTS...

FOLDER/agent.json says which ranks failed and how, or what torchrun itself raised.
"""
import importlib.util
import json
import os
import re
import signal
import sys
import traceback
import uuid
from datetime import timedelta

# The rendezvous or its store is gone, and with it whoever kept it.
LOST_PEER_CLASSES = (
    "RendezvousConnectionError",
    "RendezvousTimeoutError",
    "RendezvousClosedError",
    "RendezvousGracefulExitError",
    "RendezvousStateError",
)


def main():
    folder, arguments = sys.argv[1], sys.argv[2:]
    die_with_parent()
    del sys.path[0]  # this file's folder
    if importlib.util.find_spec("torch") is None:
        keep(folder, {"torch": "absent"})
        sys.exit(1)
    try:
        from torch.distributed.run import main as torchrun

        redirect_nothing()
        leave_when_failed()
        keep_alive_as_told(arguments)
        torchrun(with_own_port(arguments))
    except Exception as raised:
        keep(folder, {"failures": failures_of(raised), "raised": describe(raised)})
        raise


def redirect_nothing():
    """Torch before 2.0 makes None of "no redirects" under Python 3.11, and fails with it."""
    from torch.distributed.elastic.multiprocessing import Std

    parse = Std.from_str
    if parse("0") is None:
        Std.from_str = lambda text: parse(text) or Std.NONE


def with_own_port(arguments):
    """Before torch 2.1 all that are --standalone share one port of their machine; since then this."""
    if arguments[0] != "--standalone" or torch_version() >= (2, 1):
        return arguments
    own = ["--rdzv_backend=c10d", "--rdzv_endpoint=localhost:0", "--rdzv_id=" + str(uuid.uuid4())]
    return own + arguments[1:]


def leave_when_failed():
    """Ranks that failed for good wait for no others: those may be in a collective for ever.

    Torch waits for 300 s, and then says what happened.
    """
    try:
        from torch.distributed.elastic.agent.server.api import SimpleElasticAgent, WorkerState

        barrier = SimpleElasticAgent._exit_barrier
    except (ImportError, AttributeError):
        return

    def exit_barrier(agent):
        if getattr(getattr(agent, "_worker_group", None), "state", None) != WorkerState.FAILED:
            barrier(agent)

    SimpleElasticAgent._exit_barrier = exit_barrier


def keep_alive_as_told(arguments):
    """Torch before 2.7 misses a node after 3 times 5 s, whatever its rendezvous is told."""
    if torch_version() >= (2, 7):
        return
    prefix = "--rdzv_conf="
    texts = [argument[len(prefix) :] for argument in arguments if argument.startswith(prefix)]
    configs = dict(config.split("=", 1) for text in texts for config in text.split(","))
    told = {}
    if "keep_alive_interval" in configs:
        told["keep_alive_interval"] = timedelta(seconds=int(configs["keep_alive_interval"]))
    if "keep_alive_max_attempt" in configs:
        told["keep_alive_max_attempt"] = int(configs["keep_alive_max_attempt"])
    try:
        from torch.distributed.elastic.rendezvous import dynamic_rendezvous

        settings = dynamic_rendezvous.RendezvousSettings
    except (ImportError, AttributeError):
        return
    dynamic_rendezvous.RendezvousSettings = lambda *args, **more: settings(*args, **dict(more, **told))


def torch_version():
    import torch

    return tuple(int(part) for part in re.findall("[0-9]+", torch.__version__)[:2])


def failures_of(raised):
    """The first one first."""
    failures = getattr(raised, "failures", None)
    if type(raised).__name__ != "ChildFailedError" or not failures:
        return []
    first = raised.get_first_failure()[0]
    return [failure_of(rank, failures[rank]) for rank in sorted(failures, key=lambda r: r != first)]


def failure_of(rank, failure):
    end = {"exit": failure.exitcode}
    if failure.exitcode < 0:
        end = {"signal": -failure.exitcode, "name": failure.signal_name()}
    data = failure.error_file_data
    return dict(
        end,
        rank=rank,
        local_rank=failure.local_rank,
        pid=failure.pid,
        error=data if isinstance(data, dict) and isinstance(data.get("message"), dict) else None,
    )


def describe(raised):
    return {
        "class": type(raised).__name__,
        "message": str(raised)[:8000],
        "traceback": "".join(
            traceback.format_exception(type(raised), raised, raised.__traceback__)
        )[-60000:].rstrip(),
        # Somebody has ended torchrun from outside.
        "recoverable": type(raised).__name__ == "SignalException",
        "lost_peer": any(base.__name__ in LOST_PEER_CLASSES for base in type(raised).__mro__),
    }


def keep(folder, record):
    path = os.path.join(folder, "agent.json")
    with open(path + ".new", "w") as file:
        json.dump(record, file)
    os.replace(path + ".new", path)


def die_with_parent():
    try:
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGKILL, 0, 0, 0)  # PR_SET_PDEATHSIG, of Linux only
    except Exception:
        pass


if __name__ == "__main__":
    main()
