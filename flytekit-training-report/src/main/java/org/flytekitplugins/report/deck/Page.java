package org.flytekitplugins.report.deck;

import org.jspecify.annotations.Nullable;

/** What the pages of all tasks have in common. */
final class Page {
  static final String END = "</body>\n</html>\n";

  /** A mark behind the name of what has failed. */
  static final String FAILED = " <span class=\"state failed\">Failed</span>";

  private static final String STYLE =
      """
      :root { color-scheme: light dark; --text: #1d2430; --soft: #5d6b7e; --line: #dfe4ea;
        --page: #ffffff; --card: #f5f7f9; --ok: #009e73; --bad: #d55e00; --live: #56b4e9; }
      @media (prefers-color-scheme: dark) { :root { --text: #e6eaf0; --soft: #9aa7b8;
        --line: #333c49; --page: #14181f; --card: #1d232c; } }
      body { font: 15px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page);
        max-width: 1180px; margin: 2rem auto; padding: 0 1rem; }
      h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.1rem; margin: 1.5rem 0 .5rem; }
      p, small, figcaption, th { color: var(--soft); }
      .state { font-size: .8rem; padding: .15rem .6rem; border-radius: 1rem; color: #fff;
        background: var(--soft); vertical-align: middle; }
      .state.succeeded { background: var(--ok); } .state.failed { background: var(--bad); }
      pre.error { background: var(--card); border-left: .25rem solid var(--bad); overflow-x: auto;
        padding: .75rem 1rem; white-space: pre-wrap; overflow-wrap: anywhere; }
      iframe.own { width: 100%; height: 32rem; border: 1px solid var(--line); resize: vertical; }
      """;

  private Page() {}

  /**
   * A page until its body.
   *
   * @param style what it needs beside what all need
   */
  static String begin(String title, String style) {
    return "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
        + "<meta name=\"viewport\" content=\"width=device-width\">\n<title>"
        + Svg.escape(title)
        + "</title>\n<style>\n"
        + STYLE
        + style
        + "</style>\n</head>\n<body>\n";
  }

  /** Why the attempt has failed; nothing if it has not. */
  static String failure(@Nullable String failure) {
    return failure == null ? "" : "<pre class=\"error\">" + Svg.escape(failure) + "</pre>\n";
  }
}
