package org.flytekitplugins.client.internal.admin;

/** Which Flyte it is, in words. */
public enum Backend {
  /** Flyte 1, by gRPC. */
  FLYTE_1("flyteadmin", "gRPC", "flyteadmin of Flyte 1"),

  /** Flyte 2, by the connect protocol. */
  FLYTE_2("Flyte 2", "HTTP", "server of Flyte 2");

  private final String words;
  private final String protocol;
  private final String what;

  Backend(String words, String protocol, String what) {
    this.words = words;
    this.protocol = protocol;
    this.what = what;
  }

  /** What a sentence calls the server: {@code flyteadmin}. */
  public String words() {
    return words;
  }

  /** What it speaks. */
  String protocol() {
    return protocol;
  }

  /** What it is, after an article. */
  String what() {
    return what;
  }
}
