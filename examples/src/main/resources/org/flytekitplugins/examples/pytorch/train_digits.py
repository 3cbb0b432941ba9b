"""Trains a softmax regression on handwritten digits, as one rank of as many as there are.

Every rank learns from its share of the rows, and all add their gradients up: with PyTorch over
gloo, and where there is no PyTorch over sockets of this file. What is learnt is the same. All begin
where the one is that came furthest, so that processes that torchrun starts again go on.

    train_digits.py TRAINING HELD_OUT

TRAINING and HELD_OUT are files of rows, of 64 pixels and a digit each. FLYTEKIT_INPUTS names a JSON
file that says how to learn, FLYTEKIT_OUTPUTS the one that rank 0 writes.
"""

import gzip
import hashlib
import json
import math
import os
import socket
import struct
import sys
import time
from array import array
from datetime import datetime, timedelta, timezone
from operator import mul
from typing import NamedTuple

try:
    import torch
except ImportError:
    torch = None

PIXELS = 64
DARKEST = 16
DIGITS = 10
# The last weight of a digit is its bias: every row ends with a pixel that is always on.
WEIGHTS = PIXELS + 1

BATCH = 16
MOMENTUM = 0.9
CHECKPOINT_STEPS = 20
PATIENCE_SECONDS = 300


class Place(NamedTuple):
    """Where this rank finds itself, by the variables that PyTorchJobs and torchrun set."""

    rank: int
    size: int
    host: str
    port: int

    NAMES = ("RANK", "WORLD_SIZE", "MASTER_ADDR", "MASTER_PORT")

    @staticmethod
    def of(environment):
        found = [name for name in Place.NAMES if environment.get(name)]
        if not found:
            return Place(0, 1, "", 0)
        missing = [name for name in Place.NAMES if name not in found]
        if missing:
            raise ValueError(
                f"there is no {' and no '.join(missing)} beside {' and '.join(found)}:"
                " set all four, or none"
            )
        rank, size, host, port = (environment[name] for name in Place.NAMES)
        place = Place(int(rank), int(size), host, int(port))
        if not 0 <= place.rank < place.size:
            raise ValueError(f"RANK is {rank}, but WORLD_SIZE is {size}: ranks begin with 0")
        return place


class Gloo:
    """Adds up with PyTorch."""

    name = "gloo"

    def __init__(self, place):
        timeout = timedelta(seconds=PATIENCE_SECONDS)
        torch.distributed.init_process_group("gloo", timeout=timeout)

    def add_up(self, numbers):
        torch.distributed.all_reduce(torch.frombuffer(numbers, dtype=torch.float64))

    def close(self):
        torch.distributed.destroy_process_group()


class Sockets:
    """Adds up without: every rank sends its numbers to rank 0, and gets the sums back."""

    name = "sockets"
    HELLO = struct.Struct("!8sII")
    MAGIC = b"digits-1"

    def __init__(self, place):
        self.others = accept_all(place) if place.rank == 0 else {0: connect(place)}
        self.leads = place.rank == 0

    def add_up(self, numbers):
        if self.leads:
            for rank, other in sorted(self.others.items()):
                numbers[:] = array("d", map(sum, zip(numbers, receive(other, rank, len(numbers)))))
            for other in self.others.values():
                other.sendall(numbers.tobytes())
        else:
            self.others[0].sendall(numbers.tobytes())
            numbers[:] = receive(self.others[0], 0, len(numbers))

    def close(self):
        for other in self.others.values():
            other.close()


class Alone:
    """There is nothing to add."""

    name = "alone"

    def add_up(self, numbers):
        pass

    def close(self):
        pass


def accept_all(place):
    """Listens until every other rank has said who it is; others are not listened to."""
    others = {}
    end = time.monotonic() + PATIENCE_SECONDS
    # On this machine for this machine; in a pod, whose own name may not be known yet, for all.
    is_local = place.host in ("localhost", "127.0.0.1")
    with socket.create_server((place.host if is_local else "", place.port)) as server:
        while len(others) < place.size - 1:
            server.settimeout(max(0.001, end - time.monotonic()))
            try:
                other, _ = server.accept()
            except socket.timeout:
                missing = sorted(set(range(1, place.size)) - set(others))
                raise TimeoutError(f"ranks {missing} do not come") from None
            rank = read_hello(other, place)
            if rank is None or rank in others:
                other.close()
            else:
                other.settimeout(PATIENCE_SECONDS)
                others[rank] = other
    return others


def read_hello(other, place):
    other.settimeout(5)
    try:
        magic, rank, size = Sockets.HELLO.unpack(read(other, Sockets.HELLO.size))
    except OSError:
        return None
    is_one_of_us = magic == Sockets.MAGIC and size == place.size and 0 < rank < size
    return rank if is_one_of_us else None


def connect(place):
    """Tries until rank 0 listens: it may still be pulling its image, and its name be unknown."""
    end = time.monotonic() + PATIENCE_SECONDS
    while True:
        try:
            root = socket.create_connection((place.host, place.port), PATIENCE_SECONDS)
            root.sendall(Sockets.HELLO.pack(Sockets.MAGIC, place.rank, place.size))
            return root
        except OSError as e:
            if time.monotonic() > end:
                raise ConnectionError(f"rank 0 is not at {place.host}:{place.port}") from e
            time.sleep(0.1)


def receive(other, rank, count):
    try:
        numbers = array("d")
        numbers.frombytes(read(other, count * numbers.itemsize))
        return numbers
    except OSError as e:
        raise ConnectionError(f"rank {rank} is lost: {e}") from e


def read(other, count):
    data = bytearray()
    while len(data) < count:
        part = other.recv(count - len(data))
        if not part:
            raise ConnectionError("it has closed its connection")
        data += part
    return bytes(data)


def transport(place):
    if place.size == 1:
        return Alone()
    return Gloo(place) if torch else Sockets(place)


class Model:
    """The weights of all digits, one after another, and how they last moved."""

    def __init__(self, steps=0, weights=None, velocity=None):
        self.steps = steps
        self.weights = array("d", weights or [0.0] * DIGITS * WEIGHTS)
        self.velocity = array("d", velocity or [0.0] * DIGITS * WEIGHTS)

    def probabilities(self, row):
        scores = [
            sum(map(mul, self.weights[start : start + WEIGHTS], row))
            for start in range(0, len(self.weights), WEIGHTS)
        ]
        highest = max(scores)
        powers = [math.exp(score - highest) for score in scores]
        total = sum(powers)
        return [power / total for power in powers]

    def loss_and_gradient(self, rows):
        """Their sums: the loss comes first, and then a number for each weight."""
        sums = array("d", [0.0] * (1 + len(self.weights)))
        for row, digit in rows:
            errors = self.probabilities(row)
            sums[0] -= math.log(max(errors[digit], 1e-300))
            errors[digit] -= 1
            for start, error in zip(range(1, len(sums), WEIGHTS), errors):
                end = start + WEIGHTS
                sums[start:end] = array("d", [s + error * x for s, x in zip(sums[start:end], row)])
        return sums

    def move(self, gradient, learning_rate):
        pairs = zip(self.velocity, gradient)
        self.velocity = array("d", [MOMENTUM * v - learning_rate * g for v, g in pairs])
        self.weights = array("d", map(sum, zip(self.weights, self.velocity)))
        self.steps += 1

    def digest(self):
        """What tells models apart: all ranks have learnt the same one."""
        return hashlib.sha256(self.weights.tobytes()).hexdigest()[:12]

    def accuracy(self, rows):
        right = 0
        for row, digit in rows:
            probabilities = self.probabilities(row)
            right += probabilities[digit] == max(probabilities)
        return right / len(rows)


def train(model, place, ranks, rows, inputs, checkpoint):
    learning_rate = inputs["learningRate"]
    while model.steps < inputs["steps"]:
        first = model.steps * BATCH
        batch = [rows[i % len(rows)] for i in range(first, first + BATCH)]
        sums = model.loss_and_gradient(batch)
        ranks.add_up(sums)
        loss, *gradient = [number / (BATCH * place.size) for number in sums]
        if not math.isfinite(loss):
            raise FloatingPointError(f"the loss is {loss} in step {model.steps}: learn more slowly")
        model.move(gradient, learning_rate)
        report(model.steps, loss)
        if checkpoint.is_written_here and model.steps % CHECKPOINT_STEPS == 0:
            write_json(checkpoint.path, vars(model))


class Checkpoint:
    """In the folder of the outputs, which stays while its pod does, whoever is started again."""

    def __init__(self, environment):
        folder = os.path.dirname(environment["FLYTEKIT_OUTPUTS"])
        self.path = os.path.join(folder, "checkpoint.json")
        # All models are alike, so one of each pod will do.
        self.is_written_here = environment.get("LOCAL_RANK", "0") == "0"


def resume(place, ranks, checkpoint):
    """The model of the rank that came furthest: it adds its own, and all others add nothing."""
    model = Model()
    if os.path.exists(checkpoint.path):
        with open(checkpoint.path) as file:
            model = Model(**json.load(file))
    steps = array("d", [0.0] * place.size)
    steps[place.rank] = model.steps
    ranks.add_up(steps)
    furthest = steps.index(max(steps))
    state = model.weights + model.velocity if place.rank == furthest else Model().weights * 2
    ranks.add_up(state)
    half = len(state) // 2
    return Model(int(steps[furthest]), state[:half], state[half:])


def read_rows(path, rank=0, size=1):
    """The rows of one rank: every size-th, from the rank-th on."""
    rows = []
    with gzip.open(path, "rt") as lines:
        for number, line in enumerate(lines):
            if number % size == rank:
                columns = line.split(",")
                if len(columns) != PIXELS + 1:
                    raise ValueError(
                        f"row {number} of {os.path.basename(path)} has {len(columns)} columns,"
                        f" but {PIXELS} pixels and the digit are {PIXELS + 1}"
                    )
                *pixels, digit = map(int, columns)
                rows.append((array("d", [pixel / DARKEST for pixel in pixels] + [1.0]), digit))
    return rows


def report(step, loss):
    """Tells who started this rank how far it is, if they want to know."""
    path = os.environ.get("FLYTEKIT_PROGRESS")
    if path:
        now = datetime.now(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        with open(path, "a") as file:
            file.write(json.dumps({"step": step, "metrics": {"loss": loss}, "time": now}) + "\n")


def write_json(path, value):
    with open(path + ".new", "w") as file:
        json.dump(value, file, default=list)
    os.replace(path + ".new", path)


# snippet: main
def main():
    training, held_out = sys.argv[1:]
    with open(os.environ["FLYTEKIT_INPUTS"]) as file:
        inputs = json.load(file)
    place = Place.of(os.environ)
    rows = read_rows(training, place.rank, place.size)
    ranks = transport(place)
    checkpoint = Checkpoint(os.environ)
    model = resume(place, ranks, checkpoint)
    where = f"rank {place.rank} of {place.size} by {ranks.name}"
    print(f"{where}: {len(rows)} rows, from step {model.steps} on")
    train(model, place, ranks, rows, inputs, checkpoint)
    ranks.close()
    print(f"{where}: model {model.digest()} after step {model.steps}")
    if place.rank == 0:
        write_outputs(model, read_rows(held_out), ranks, os.environ["FLYTEKIT_OUTPUTS"])


def write_outputs(model, held_out, ranks, path):
    accuracy = model.accuracy(held_out)
    model_path = os.path.join(os.path.dirname(path), "model.json")
    write_json(model_path, vars(model))
    write_json(path, {"model": model_path, "accuracy": accuracy, "transport": ranks.name})
# end


if __name__ == "__main__":
    main()
