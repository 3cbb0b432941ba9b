"""Reads a folder with TensorBoard's reader at each line of standard input, and prints all points, then "end"."""
import struct
import sys

from tensorboard.backend.event_processing.plugin_event_accumulator import EventAccumulator
from tensorboard.util import tensor_util

sys.stdout.reconfigure(encoding="utf-8", newline="\n")
events = EventAccumulator(sys.argv[1], size_guidance={"tensors": 0})
for _ in sys.stdin:
    events.Reload()
    for tag in events.Tags()["tensors"]:
        for event in events.Tensors(tag):
            value = tensor_util.make_ndarray(event.tensor_proto).item()
            if isinstance(value, bytes):
                text = value.decode()
            elif value != value:
                text = "7fc00000"
            else:
                text = struct.pack(">f", value).hex()
            print(tag, event.step, f"{event.wall_time:.3f}", text)
    print("end", flush=True)
