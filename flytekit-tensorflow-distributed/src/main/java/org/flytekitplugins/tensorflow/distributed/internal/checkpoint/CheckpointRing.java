package org.flytekitplugins.tensorflow.distributed.internal.checkpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.spi.CheckpointFolder;

/**
 * The newest checkpoints in a folder that can neither list nor delete: a ring of one place more
 * than are kept, and a pointer file, written last, that says which places are complete. So a writer
 * may die at any moment: what it wrote into was not pointed to.
 */
public final class CheckpointRing {
  /** Names the complete checkpoints, newest first, one a line. */
  public static final String POINTER = "checkpoints.txt";

  /** The ends of the names of TensorFlow's checkpoint files, after a common prefix. */
  public static final List<String> SUFFIXES = List.of(".index", ".data-00000-of-00001");

  private static final int READ_ATTEMPTS = 5;

  private final CheckpointFolder folder;
  private final Path scratch;
  private final String prefix;

  /**
   * @param scratch a folder of this process, for copies
   */
  public CheckpointRing(CheckpointFolder folder, Path scratch) {
    this(folder, scratch, "");
  }

  /**
   * One of several rings in a folder.
   *
   * @param scratch a folder of this process, for copies
   * @param prefix what the names of all its files begin with
   */
  public CheckpointRing(CheckpointFolder folder, Path scratch, String prefix) {
    this.folder = folder;
    this.scratch = scratch;
    this.prefix = prefix;
  }

  /**
   * Publishes a checkpoint.
   *
   * @param prefix where its files are
   * @param end whether it is the last of its training
   * @param keep how many checkpoints stay, with this one
   */
  public void publish(
      Path prefix, long step, Checkpoint.End end, Map<Replica, Long> stepsPerReplica, int keep) {
    List<Checkpoint> before = pointer();
    List<Checkpoint> kept = before.subList(0, Math.min(keep - 1, before.size()));
    int slot = 0;
    while (isTaken(slot, before)) {
      slot++;
    }
    SortedMap<String, String> digests = new TreeMap<>();
    for (String suffix : SUFFIXES) {
      Path file = file(prefix, suffix);
      digests.put(suffix, sha256(file));
      folder.write(name(slot, suffix), file);
    }
    List<Checkpoint> after = new ArrayList<>();
    after.add(Checkpoint.create(slot, step, end, digests, stepsPerReplica));
    after.addAll(kept);
    writePointer(after);
  }

  // Of all that the pointer names, not only of those that stay: until the new pointer is written
  // the old one holds, and it may name more when fewer are kept than before.
  private static boolean isTaken(int slot, List<Checkpoint> checkpoints) {
    return checkpoints.stream().anyMatch(checkpoint -> checkpoint.slot() == slot);
  }

  /** Where the checkpoints are. */
  public URI uri() {
    return folder.uri();
  }

  /** The newest checkpoint by the pointer. */
  public Optional<Checkpoint> newest() {
    return pointer().stream().findFirst();
  }

  /**
   * Fetches the newest checkpoint whose files are as they were published.
   *
   * @param prefix where to put its files
   * @return empty if none was ever published
   * @throws UncheckedIOException if there are some, but all are damaged
   */
  public Optional<Checkpoint> fetchNewest(Path prefix) {
    List<Checkpoint> checkpoints = pointer();
    if (checkpoints.isEmpty()) {
      return Optional.empty();
    }
    for (int attempt = 0; attempt < READ_ATTEMPTS; attempt++) {
      for (Checkpoint checkpoint : checkpoints) {
        if (fetch(checkpoint, prefix)) {
          return Optional.of(checkpoint);
        }
      }
      // While we read, a writer may have gone once round the ring.
      checkpoints = pointer();
    }
    throw new UncheckedIOException(
        new IOException(
            "the pointer "
                + this.prefix
                + POINTER
                + " in "
                + folder.uri()
                + " names checkpoints, but the files of none are as they were written: remove the"
                + " pointer to start from scratch"));
  }

  private boolean fetch(Checkpoint checkpoint, Path prefix) {
    for (Map.Entry<String, String> entry : checkpoint.digests().entrySet()) {
      Path file = file(prefix, entry.getKey());
      if (!folder.read(name(checkpoint.slot(), entry.getKey()), file)
          || !sha256(file).equals(entry.getValue())) {
        return false;
      }
    }
    return true;
  }

  private List<Checkpoint> pointer() {
    Path copy = scratch.resolve(prefix + POINTER);
    if (!folder.read(prefix + POINTER, copy)) {
      return List.of();
    }
    try {
      return Files.readAllLines(copy).stream().map(Checkpoint::ofLine).collect(Collectors.toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void writePointer(List<Checkpoint> checkpoints) {
    Path file = scratch.resolve(prefix + POINTER + ".new");
    String text = checkpoints.stream().map(c -> c.toLine() + "\n").collect(Collectors.joining());
    try {
      Files.write(file, text.getBytes(StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    folder.write(prefix + POINTER, file);
  }

  private String name(int slot, String suffix) {
    return prefix + "checkpoint-" + slot + suffix;
  }

  /** One of the files of a checkpoint. */
  public static Path file(Path prefix, String suffix) {
    return prefix.resolveSibling(prefix.getFileName() + suffix);
  }

  private static String sha256(Path file) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] buffer = new byte[1 << 16];
      try (InputStream in = new DigestInputStream(Files.newInputStream(file), digest)) {
        while (in.read(buffer) >= 0) {
          // The stream digests what is read.
        }
      }
      StringBuilder hex = new StringBuilder();
      for (byte b : digest.digest()) {
        hex.append(Character.forDigit((b >> 4) & 0xf, 16)).append(Character.forDigit(b & 0xf, 16));
      }
      return hex.toString();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError("every Java has SHA-256", e);
    }
  }
}
