package org.flytekitplugins.localcluster;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.flytekitplugins.kubeflow.ClusterText;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.operator.JobState;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** What replicas write is lost, but no training stands still because of that. */
@EnabledOnOs(OS.LINUX)
class LostOutputTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);
  private static final Replica WORKER_0 = Replica.parse("worker-0");

  /** More than a pipe takes, and more than is kept for a reader. */
  static final Program TALKATIVE =
      Program.command(
          "sh", "-c", "head -c 3000000 /dev/zero | tr '\\0' x | fold -w 1000; echo; echo trained");

  @TempDir Path folder;

  @Test
  void onAFullDiskAReplicaTrainsToItsEnd() throws Exception {
    Path log = folder.resolve("local-worker-0.log");
    Files.createSymbolicLink(log, Path.of("/dev/full"));
    LocalCluster cluster = cluster(LogOutput.none()).toBuilder().logFolder(folder).build();

    try (LocalJob job = cluster.start()) {
      assertThat(job.await(DEADLINE)).isEqualTo(JobState.SUCCEEDED);
      assertThat(job.lastLines(WORKER_0)).last().isEqualTo("trained");
    }
  }

  @Test
  void aFullDiskIsSaid() throws Exception {
    Files.createSymbolicLink(folder.resolve("local-worker-0.log"), Path.of("/dev/full"));
    LocalCluster cluster =
        cluster(LogOutput.none()).toBuilder()
            .logFolder(folder)
            .program(Program.command("echo", "trained"))
            .build();

    try (LocalJob job = cluster.start()) {
      assertThat(job.await(DEADLINE)).isEqualTo(JobState.SUCCEEDED);
      assertThat(job.lastLines(WORKER_0))
          .containsExactly(
              "its log file "
                  + folder.resolve("local-worker-0.log")
                  + " cannot be written, so lines are missing in it: java.io.IOException: No space"
                  + " left on device",
              "trained");
    }
  }

  @Test
  void aFileSystemThatFillsUpIsSaidOnceAndHoldsUpNobody() throws Exception {
    if (run(onSmallFileSystem("true")).exitCode() != 0) {
      System.out.println("skipped: this user may not mount a tmpfs in a namespace of its own");
      return;
    }

    Ended ended =
        run(
            onSmallFileSystem(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                TalkativeJob.class.getName(),
                folder.toString()));

    assertThat(ended.lines())
        .endsWith(
            "worker-0 | trained",
            "local | TFJob default/local successfully completed.",
            "SUCCEEDED");
    assertThat(ended.lines())
        .filteredOn(line -> line.contains("cannot be written"))
        .containsExactly(
            "local | worker-0: its log file "
                + folder.resolve("local-worker-0.log")
                + " cannot be written, so lines are missing in it: java.io.IOException: No space"
                + " left on device");
    assertThat(ended.exitCode()).isZero();
  }

  /** A command, to which the folder is a file system of 64 kB. */
  private List<String> onSmallFileSystem(String... command) {
    List<String> words =
        new ArrayList<>(
            List.of(
                "unshare",
                "--map-root-user",
                "--mount",
                "sh",
                "-c",
                "mount -t tmpfs -o size=64k tmpfs \"$0\" && exec \"$@\"",
                folder.toString()));
    words.addAll(List.of(command));
    return words;
  }

  private record Ended(int exitCode, List<String> lines) {}

  private static Ended run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    try (BufferedReader lines = process.inputReader()) {
      List<String> all = lines.lines().toList();
      return new Ended(process.waitFor(), all);
    }
  }

  @Test
  void whoeverStopsToReadHoldsUpNoReplica() throws Exception {
    CountDownLatch readAgain = new CountDownLatch(1);
    OutputStream stuck =
        new OutputStream() {
          @Override
          public void write(int b) {
            try {
              readAgain.await();
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          }
        };
    LogOutput output = LogOutput.plain(new PrintStream(stuck, false, StandardCharsets.UTF_8));

    try (LocalJob job = cluster(output).start()) {
      assertThat(job.await(DEADLINE)).isEqualTo(JobState.SUCCEEDED);
      assertThat(Files.readAllLines(job.log(WORKER_0))).hasSize(3001).last().isEqualTo("trained");
    } finally {
      readAgain.countDown();
    }
  }

  @Test
  void whatAListenerThrowsHoldsUpNoReplica() throws Exception {
    AtomicBoolean heard = new AtomicBoolean();
    JobListener failing =
        new JobListener() {
          @Override
          public void line(Replica replica, String line) {
            if (heard.compareAndSet(false, true)) {
              throw new AssertionError("from the listener");
            }
          }
        };
    LocalCluster cluster =
        cluster(LogOutput.none()).toBuilder().listeners(List.of(failing)).build();

    try (LocalJob job = cluster.start()) {
      assertThat(job.await(DEADLINE)).isEqualTo(JobState.SUCCEEDED);
      assertThat(job.lastLines(WORKER_0)).last().isEqualTo("trained");
    }
  }

  private static LocalCluster cluster(LogOutput output) {
    return LocalCluster.builder()
        .cluster(ClusterText.cluster("worker:1"))
        .program(TALKATIVE)
        .output(output)
        .build();
  }
}
