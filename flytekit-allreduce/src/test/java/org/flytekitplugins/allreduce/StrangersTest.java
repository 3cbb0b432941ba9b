package org.flytekitplugins.allreduce;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Who else may connect to a replica, and what becomes of it. */
class StrangersTest {
  @Test
  void whoSpeaksSomethingElseIsHungUpOnAndDisturbsNobody() throws Exception {
    try (LoopbackJob job = new LoopbackJob("worker-0", "worker-1")) {
      Future<AllReduce> first = job.in(() -> job.connect(job.builder("worker-0")));
      while (!accepts(job.port("worker-0"))) {
        Thread.sleep(20);
      }
      assertThat(answerTo(job.port("worker-0"), "GET / HTTP/1.1\r\nHost: x\r\n\r\n".repeat(9)))
          .isEqualTo(-1);
      AllReduce second = job.connect(job.builder("worker-1"));
      Future<float[]> sum = job.in(() -> sum(first.get()));

      assertThat(sum(second)).containsExactly(2);
      assertThat(sum.get(10, TimeUnit.SECONDS)).containsExactly(2);
      assertThat(job.events())
          .anyMatch(
              event ->
                  event.matches(
                      "worker-0 refused a connection from .*: it is no replica of an"
                          + " all-reduce"));
    }
  }

  @Test
  void aReplicaOfAnotherJobIsRefusedAndToldWhy() throws Exception {
    refused(
        job -> job.builder("worker-1").job("another job"),
        "it is of another job, or counts other replicas among its own");
  }

  @Test
  void aReplicaWithAnotherSecretIsRefusedAndToldWhy() throws Exception {
    refused(job -> job.builder("worker-1").secret("guessed"), "it has another secret");
  }

  private static void refused(
      java.util.function.Function<LoopbackJob, AllReduceBuilder> stranger, String why)
      throws Exception {
    try (LoopbackJob job = new LoopbackJob("worker-0", "worker-1")) {
      Future<Throwable> alone =
          job.failure(
              () ->
                  job.connect(
                      job.builder("worker-0").secret("s3cret").startUp(Duration.ofSeconds(3))));
      Future<Throwable> refused =
          job.failure(() -> job.connect(stranger.apply(job).startUp(Duration.ofMillis(1500))));

      assertThat(refused.get(10, TimeUnit.SECONDS))
          .isInstanceOf(PeersMissingException.class)
          .hasMessage(
              "waited 1.5 s for worker-0 (%s): %s; 1 of 2 replicas are up",
              job.address("worker-0"), why);
      assertThat(alone.get(10, TimeUnit.SECONDS))
          .isInstanceOf(PeersMissingException.class)
          .hasMessage(
              "waited 3 s for worker-1 (%s): connection refused; 1 of 2 replicas are up",
              job.address("worker-1"));
      assertThat(job.events()).noneMatch(event -> event.contains("s3cret"));
    }
  }

  @Test
  void aReplicaThatComesAfterTheOthersHaveBegunIsToldSo() throws Exception {
    try (LoopbackJob job = new LoopbackJob("worker-0", "worker-1")) {
      Future<AllReduce> first = job.in(() -> job.connect(job.builder("worker-0")));
      job.connect(job.builder("worker-1"));
      first.get();
      LoopbackJob moved = job.withFreePort("worker-1");

      assertThatThrownBy(() -> moved.builder("worker-1").startUp(Duration.ofMillis(700)).connect())
          .isInstanceOf(PeersMissingException.class)
          .hasMessageContaining("the others have begun");
    }
  }

  @Test
  void onLoopbackNobodyElseReachesAReplica() throws Exception {
    try (LoopbackJob job = new LoopbackJob("worker-0", "worker-1")) {
      Future<Throwable> alone =
          job.failure(() -> job.connect(job.builder("worker-0").startUp(Duration.ofSeconds(3))));
      while (!accepts(job.port("worker-0"))) {
        Thread.sleep(20);
      }
      for (NetworkInterface each : Collections.list(NetworkInterface.getNetworkInterfaces())) {
        for (InetAddress address : Collections.list(each.getInetAddresses())) {
          if (!address.isLoopbackAddress() && address instanceof Inet4Address) {
            assertThatThrownBy(() -> new Socket(address, job.port("worker-0")).close())
                .as("%s", address)
                .isInstanceOf(IOException.class);
          }
        }
      }
      assertThat(alone).isNotDone();
    }
  }

  private static float[] sum(AllReduce replica) {
    float[] value = {1};
    replica.sum(value);
    return value;
  }

  private static boolean accepts(int port) {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  private static int answerTo(int port, String said) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.setSoTimeout(5000);
      socket.getOutputStream().write(said.getBytes(StandardCharsets.US_ASCII));
      return socket.getInputStream().read();
    } catch (java.net.SocketException e) {
      // Hung up on before all was read.
      return -1;
    }
  }
}
