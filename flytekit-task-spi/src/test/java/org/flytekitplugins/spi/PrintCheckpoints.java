package org.flytekitplugins.spi;

/** Says where the checkpoints of this process are, twice. */
final class PrintCheckpoints {
  private PrintCheckpoints() {}

  public static void main(String[] args) {
    System.out.println(TaskStorage.current().checkpoints().uri());
    System.out.println(TaskStorage.current().checkpoints().uri());
  }
}
