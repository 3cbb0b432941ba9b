package org.flytekitplugins.jflyte.loading;

import java.io.PrintStream;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.flytekitplugins.jflyte.ProcessLocale;
import org.jspecify.annotations.Nullable;

/**
 * The standard error without the three lines in which SLF4J 1.7 says that a package has no binder.
 * Those who made the package know it; SLF4J would say it in every pod, and has no option not to.
 */
final class BinderComplaint extends PrintStream {
  /** What SLF4J looks for just before it complains, of loggers and of their contexts. */
  private static final Set<String> BINDERS =
      Set.of("org.slf4j.impl.StaticLoggerBinder", "org.slf4j.impl.StaticMDCBinder");

  private static final String OF_SLF4J = "SLF4J: ";
  private static final String LAST = "SLF4J: See ";

  private final PrintStream err;

  private BinderComplaint(PrintStream err) {
    super(
        err,
        /* autoFlush= */ true,
        ProcessLocale.isAscii() ? StandardCharsets.UTF_8 : Charset.defaultCharset());
    this.err = err;
  }

  /** A package has no such class; SLF4J, if it is who asked, complains next. */
  static void leaveOutFor(String missingClass) {
    if (BINDERS.contains(missingClass) && !(System.err instanceof BinderComplaint)) {
      System.setErr(new BinderComplaint(System.err));
    }
  }

  @Override
  public void println(@Nullable String line) {
    if (line == null || !line.startsWith(OF_SLF4J)) {
      err.println(line);
    } else if (line.startsWith(LAST) && System.err == this) {
      System.setErr(err);
    }
  }
}
