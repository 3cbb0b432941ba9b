package org.flytekitplugins.jflyte.testing;

import java.nio.charset.StandardCharsets;

/**
 * The names that propeller gives to the executions of nodes.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteplugins/go/tasks/pluginmachinery/encoding/encoder.go">flyteplugins'
 *     encoder</a>
 */
final class NodeNames {
  private static final int LONGEST = 20;
  private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz123456";

  private NodeNames() {}

  /** That of a node within another one's attempt. */
  static String within(String parent, int attempt, String node) {
    return shortened(parent + "-" + attempt + "-" + node);
  }

  /** That of the only node of a task that runs alone. */
  static String ofTask(String task) {
    StringBuilder kept = new StringBuilder();
    task.codePoints()
        .filter(c -> c == '-' || Character.isLetter(c) || Character.isDigit(c))
        .forEach(kept::appendCodePoint);
    return shortened(kept.toString());
  }

  private static String shortened(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.UTF_8);
    return bytes.length <= LONGEST ? name : "f" + base32(fnv1a(bytes));
  }

  private static int fnv1a(byte[] bytes) {
    int hash = 0x811c9dc5;
    for (byte each : bytes) {
      hash = (hash ^ (each & 0xff)) * 0x01000193;
    }
    return hash;
  }

  private static String base32(int hash) {
    // 32 bits are six groups of five, and two bits that three zeros follow.
    long bits = (hash & 0xffffffffL) << 3;
    StringBuilder text = new StringBuilder();
    for (int shift = 30; shift >= 0; shift -= 5) {
      text.append(ALPHABET.charAt((int) (bits >> shift) & 31));
    }
    return text.toString();
  }
}
