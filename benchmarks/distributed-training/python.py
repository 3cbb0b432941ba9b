"""Steps per second of TensorFlow's Python strategies on the digits network, each replica a process.

Not a test: run by hand, see benchmarks/distributed-training.md.

  python.py STRATEGY REPLICAS STEPS_PER_CALL [ROUNDS]

STRATEGY is mirrored (MultiWorkerMirroredStrategy; a chief and workers) or servers
(ParameterServerStrategy; a coordinator that hands steps to workers, and one parameter server).
"""
import gzip
import json
import os
import socket
import statistics
import subprocess
import sys
import time

DIGITS = os.path.join(
    os.path.dirname(os.path.abspath(__file__)),
    "../../flytekit-tensorflow-distributed/src/test/resources"
    "/org/flytekitplugins/tensorflow/distributed/digits.csv.gz")
BATCH = 32
STEPS = 500


def free_ports(count):
    sockets = [socket.socket() for _ in range(count)]
    try:
        for each in sockets:
            each.bind(("127.0.0.1", 0))
        return ["127.0.0.1:%d" % each.getsockname()[1] for each in sockets]
    finally:
        for each in sockets:
            each.close()


def start(strategy, replicas, steps_per_call, rounds):
    """Starts all replicas, and prints what the one that measures prints."""
    measures = ("chief", 0)
    names = (["chief"] + ["worker"] * (replicas - 1) if strategy == "mirrored"
             else ["chief"] + ["worker"] * replicas + ["ps"])
    ports = free_ports(len(names))
    cluster, tasks = {}, []
    for name, port in zip(names, ports):
        tasks.append((name, len(cluster.setdefault(name, []))))
        cluster[name].append(port)
    processes = {}
    for task in tasks:
        config = {"cluster": cluster, "task": {"type": task[0], "index": task[1]}}
        environment = dict(
            os.environ, TF_CONFIG=json.dumps(config), TF_CPP_MIN_LOG_LEVEL="3",
            CUDA_VISIBLE_DEVICES="", TF_NUM_INTRAOP_THREADS="1")
        processes[task] = subprocess.Popen(
            [sys.executable, os.path.abspath(__file__), "replica", strategy, str(steps_per_call), str(rounds)],
            env=environment, stdout=subprocess.PIPE if task == measures else subprocess.DEVNULL,
            stderr=None if os.environ.get("VERBOSE") else subprocess.DEVNULL, text=True)
    try:
        output, _ = processes[measures].communicate(timeout=240)
    finally:
        for process in processes.values():
            process.kill()
            process.wait()
    rates = [float(line.split()[1]) for line in output.splitlines() if line.startswith("rate")]
    if not rates:
        sys.exit("no replica measured anything: set VERBOSE=1 to see why")
    print("%-8s %d replicas, %2d steps in a call: %5.0f steps/s (median of %d)"
          % (strategy, replicas, steps_per_call, statistics.median(rates), len(rates)), flush=True)


def examples(shard, shards):
    import numpy as np
    rows = np.loadtxt(gzip.open(DIGITS, "rt"), delimiter=",", dtype=np.float32)
    rows = rows[[i for i in range(len(rows)) if i % 5 != 4]][shard::shards]
    return rows[:, :64] / 16, rows[:, 64].astype(np.int64)


def batches(tf, shard, shards):
    pixels, digits = examples(shard, shards)
    return (tf.data.Dataset.from_tensor_slices((pixels, digits)).cache()
            .shuffle(len(digits), seed=7).repeat().batch(BATCH).prefetch(8))


def network(tf):
    """64-32-10 with momentum, and the step of one replica."""
    dense = lambda name, rows, columns: (
        tf.Variable(tf.random.stateless_uniform(
            [rows, columns], [7, rows], -(6 / (rows + columns)) ** 0.5, (6 / (rows + columns)) ** 0.5), name=name),
        tf.Variable(tf.zeros([columns]), name=name + "_bias"))
    hidden, output = dense("hidden", 64, 32), dense("output", 32, 10)
    variables = [*hidden, *output]
    optimizer = tf.keras.optimizers.SGD(0.05, momentum=0.9)
    optimizer.build(variables)

    def step(batch):
        pixels, digits = batch
        with tf.GradientTape() as tape:
            logits = tf.nn.relu(pixels @ hidden[0] + hidden[1]) @ output[0] + output[1]
            loss = tf.reduce_mean(
                tf.nn.sparse_softmax_cross_entropy_with_logits(labels=digits, logits=logits))
        optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
        return loss

    return step


def measure(rounds, steps, run):
    """Rounds of equal length, of which the first warms up."""
    for round_ in range(rounds + 1):
        begin = time.perf_counter()
        run()
        if round_:
            print("rate %f" % (steps / (time.perf_counter() - begin)), flush=True)


def mirrored(tf, steps_per_call, rounds):
    strategy = tf.distribute.MultiWorkerMirroredStrategy()
    resolver = strategy.cluster_resolver
    shard = resolver.task_id + (resolver.task_type == "worker")
    with strategy.scope():
        step = network(tf)
    source = iter(strategy.distribute_datasets_from_function(
        lambda context: batches(tf, shard, strategy.num_replicas_in_sync)))

    @tf.function
    def one():
        losses = strategy.run(step, args=(next(source),))
        return strategy.reduce(tf.distribute.ReduceOp.MEAN, losses, axis=None)

    @tf.function
    def many():
        for _ in tf.range(steps_per_call - 1):
            strategy.run(step, args=(next(source),))
        losses = strategy.run(step, args=(next(source),))
        return strategy.reduce(tf.distribute.ReduceOp.MEAN, losses, axis=None)

    call = one if steps_per_call == 1 else many
    # Every replica takes the same calls: how many is not for each to find out.
    calls = max(10, STEPS // steps_per_call)

    def run():
        for _ in range(calls):
            call().numpy()

    measure(rounds, calls * steps_per_call, run)


def servers(tf, steps_per_call, rounds):
    resolver = tf.distribute.cluster_resolver.TFConfigClusterResolver()
    if resolver.task_type in ("worker", "ps"):
        server = tf.distribute.Server(
            resolver.cluster_spec(), job_name=resolver.task_type, task_index=resolver.task_id,
            protocol="grpc")
        server.join()
    strategy = tf.distribute.ParameterServerStrategy(resolver)
    coordinator = tf.distribute.coordinator.ClusterCoordinator(strategy)
    with strategy.scope():
        step = network(tf)
    source = coordinator.create_per_worker_dataset(lambda: batches(tf, 0, 1))

    @tf.function
    def one(iterator):
        return strategy.run(step, args=(next(iterator),))

    @tf.function
    def many(iterator):
        for _ in tf.range(steps_per_call - 1):
            strategy.run(step, args=(next(iterator),))
        return strategy.run(step, args=(next(iterator),))

    iterator = iter(source)
    function = one if steps_per_call == 1 else many
    calls = max(10, STEPS // steps_per_call)

    def run():
        for _ in range(calls):
            coordinator.schedule(function, args=(iterator,))
        coordinator.join()

    measure(rounds, calls * steps_per_call, run)


def main():
    if sys.argv[1] == "replica":
        import tensorflow as tf
        tf.config.threading.set_intra_op_parallelism_threads(1)
        {"mirrored": mirrored, "servers": servers}[sys.argv[2]](tf, int(sys.argv[3]), int(sys.argv[4]))
        os._exit(0)
    start(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 5)


if __name__ == "__main__":
    main()
