package org.flytekitplugins.allreduce;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** What the others say of a replica that is a process of its own, and dies or freezes. */
@Timeout(60)
class LostPeerTest {
  @Test
  void aPeerThatDiesIsNamedByAllWithinASecond() throws Exception {
    try (LoopbackJob job = new LoopbackJob("chief-0", "worker-0", "worker-1")) {
      Process worker = start(job, "worker-1");
      try {
        List<Future<Throwable>> failures = new ArrayList<>();
        for (String name : List.of("chief-0", "worker-0")) {
          failures.add(job.failure(() -> sumForEver(job.connect(job.builder(name)))));
        }
        assertThat(worker.getInputStream().read()).isEqualTo('.');
        long killed = System.nanoTime();
        worker.destroyForcibly().waitFor();
        for (Future<Throwable> failure : failures) {
          assertThat(failure.get(10, TimeUnit.SECONDS))
              .isInstanceOfSatisfying(
                  PeerLostException.class, e -> assertThat(e.peers()).containsExactly("worker-1"))
              .hasMessageMatching(
                  "lost worker-1 \\("
                      + job.address("worker-1")
                      + "\\) in exchange [0-9]+: (its connection (was closed|broke)|(chief-0|worker-0)"
                      + " has lost it)");
        }
        assertThat((System.nanoTime() - killed) / 1e9).isLessThan(1);
      } finally {
        worker.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  @EnabledOnOs({OS.LINUX, OS.MAC})
  void aPeerThatFreezesIsNamedWhenItsSilenceWasLongEnough() throws Exception {
    try (LoopbackJob job = new LoopbackJob("worker-0", "worker-1")) {
      Process worker = start(job, "worker-1");
      try {
        Future<Throwable> failure =
            job.failure(
                () ->
                    sumForEver(
                        job.connect(job.builder("worker-0").silence(Duration.ofMillis(800)))));
        assertThat(worker.getInputStream().read()).isEqualTo('.');
        long frozen = System.nanoTime();
        signal(worker, "STOP");
        assertThat(failure.get(10, TimeUnit.SECONDS))
            .isInstanceOf(PeerLostException.class)
            .hasMessageMatching(
                "lost worker-1 \\(.*\\) in exchange [0-9]+: nothing was heard of it any more");
        assertThat((System.nanoTime() - frozen) / 1e9).isBetween(0.7, 3.0);
      } finally {
        worker.destroyForcibly().waitFor();
      }
    }
  }

  @Test
  void aPeerThatComputesForLongIsNotLost() throws Exception {
    try (LoopbackJob job = new LoopbackJob("worker-0", "worker-1")) {
      List<Float> sums =
          job.all(
              (replica, name) -> {
                if (name.equals("worker-1")) {
                  Thread.sleep(1500);
                }
                float[] value = {1};
                replica.sum(value);
                return value[0];
              },
              builder -> builder.silence(Duration.ofMillis(500)));

      assertThat(sums).containsExactly(2f, 2f);
    }
  }

  @Test
  void aPeerThatLivesButDoesNotTakePartIsNamedAtTheDeadline() throws Exception {
    try (LoopbackJob job = new LoopbackJob("worker-0", "worker-1")) {
      Future<AllReduce> idle = job.in(() -> job.connect(job.builder("worker-1")));
      AllReduce replica = job.connect(job.builder("worker-0").exchange(Duration.ofMillis(300)));
      idle.get();

      assertThat(job.failure(() -> sumForEver(replica)).get(10, TimeUnit.SECONDS))
          .isInstanceOf(PeerLostException.class)
          .hasMessage("waited 0.3 s for worker-1 in exchange 1, alive but not taking part");
    }
  }

  @Test
  void aPeerThatLeavesIsNamedToo() throws Exception {
    try (LoopbackJob job = new LoopbackJob("worker-0", "worker-1")) {
      Future<AllReduce> first = job.in(() -> job.connect(job.builder("worker-1")));
      AllReduce replica = job.connect(job.builder("worker-0"));
      first.get().close();

      assertThat(job.failure(() -> sumForEver(replica)).get(10, TimeUnit.SECONDS))
          .isInstanceOf(PeerLostException.class)
          .hasMessageMatching("lost worker-1 \\(.*\\) in exchange 1: it has left");
    }
  }

  private static Object sumForEver(AllReduce replica) {
    while (true) {
      replica.sum(new float[2400]);
    }
  }

  private static void signal(Process process, String signal)
      throws IOException, InterruptedException {
    assertThat(
            new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor())
        .isZero();
  }

  private static Process start(LoopbackJob job, String self) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
    command.addAll(List.of("-cp", System.getProperty("java.class.path")));
    command.add(SummingReplica.class.getName());
    command.add(self);
    job.addresses().forEach((name, address) -> command.addAll(List.of(name, address)));
    return new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }
}
