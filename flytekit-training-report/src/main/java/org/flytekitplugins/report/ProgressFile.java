package org.flytekitplugins.report;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.flytekitplugins.report.internal.Thinned;
import org.flytekitplugins.report.usage.ReplicaUsage;
import org.jspecify.annotations.Nullable;

/** The file to which a training reports its steps, as whoever runs the training sees it. */
public final class ProgressFile {
  // What tells the lines apart before they are parsed.
  private static final String CHECKPOINT = "\"checkpoint\"";
  private static final String USAGE = "\"usage\":";

  private final @Nullable Path path;

  private ProgressFile(@Nullable Path path) {
    this.path = path;
  }

  /**
   * A file, which need not be there yet.
   *
   * @param path the file, or null if there is no place for one: it stays empty
   */
  public static ProgressFile at(@Nullable Path path) {
    return new ProgressFile(path);
  }

  /**
   * The file of the training that this process runs. The environment may name it, as a local
   * cluster's does; else it is one of ours that goes with the process, where {@link ProgressLog}
   * finds it by a system property.
   */
  public static ProgressFile of(Map<String, String> environment) {
    String given = environment.get(ProgressLog.VARIABLE);
    if (given != null && !given.isBlank()) {
      return new ProgressFile(Path.of(given));
    }
    Path own =
        Path.of(
            System.getProperty("java.io.tmpdir", "/tmp"),
            // Not +, which takes 8 ms at its first use, and every replica waits for it.
            "flytekit-progress-".concat(String.valueOf(ProcessHandle.current().pid())));
    try {
      Files.write(own, new byte[0]);
    } catch (IOException e) {
      // A pod with nothing to write to trains all the same.
      return new ProgressFile(null);
    }
    own.toFile().deleteOnExit();
    System.setProperty(ProgressLog.PROPERTY, own.toString());
    return new ProgressFile(own);
  }

  /** The file; null if there is no place for one. */
  public @Nullable Path path() {
    return path;
  }

  /** How much was reported; changes with every step. */
  public long size() {
    return path == null ? 0 : path.toFile().length();
  }

  /**
   * What was reported, steps and checkpoints each evenly thinned out if there are many. Lines that
   * are no progress are passed over: the last one may be half written.
   *
   * @param most there are fewer than this of either, the checkpoints behind the steps
   * @throws IOException if the file is there but cannot be read; the message names it
   */
  public List<Progress> read(int most) throws IOException {
    if (path == null || !Files.exists(path)) {
      return List.of();
    }
    Thinned<Progress> steps = new Thinned<>(most);
    Thinned<Progress> checkpoints = new Thinned<>(most);
    try (BufferedReader reader = Files.newBufferedReader(path)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        add(text, text.contains(CHECKPOINT) ? checkpoints : steps);
      }
    } catch (IOException e) {
      throw new IOException("progress file " + path + " cannot be read: " + e, e);
    }
    List<Progress> all = new ArrayList<>(steps.kept());
    all.addAll(checkpoints.kept());
    return all;
  }

  /**
   * What the process has last said that it had used so far; empty if it has said nothing of it.
   *
   * @throws IOException as {@link #read} does
   */
  public Optional<ReplicaUsage> usage() throws IOException {
    if (path == null || !Files.exists(path)) {
      return Optional.empty();
    }
    Thinned<Progress> told = new Thinned<>(Integer.MAX_VALUE);
    try (BufferedReader reader = Files.newBufferedReader(path)) {
      for (String text = reader.readLine(); text != null; text = reader.readLine()) {
        if (text.contains(USAGE)) {
          add(text, told);
        }
      }
    } catch (IOException e) {
      throw new IOException("progress file " + path + " cannot be read: " + e, e);
    }
    List<Progress> all = told.kept();
    return all.isEmpty() ? Optional.empty() : all.get(all.size() - 1).usage();
  }

  // Only what is kept is parsed: there may be millions.
  private static void add(String text, Thinned<Progress> to) {
    if (!to.wantsNext()) {
      return;
    }
    try {
      to.keep(Progress.parse(text));
    } catch (IOException e) {
      // No progress, or half of it.
      return;
    }
  }
}
