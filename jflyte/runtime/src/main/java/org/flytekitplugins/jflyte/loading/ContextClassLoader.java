package org.flytekitplugins.jflyte.loading;

/**
 * While it is open, the current thread's context class loader is another one: user code, and
 * whatever it uses, looks for its services there.
 */
public final class ContextClassLoader implements AutoCloseable {
  private final Thread thread = Thread.currentThread();
  private final ClassLoader before = thread.getContextClassLoader();

  private ContextClassLoader() {}

  /** Makes a class loader the current thread's until the result is closed by the same thread. */
  public static ContextClassLoader set(ClassLoader classLoader) {
    ContextClassLoader context = new ContextClassLoader();
    context.thread.setContextClassLoader(classLoader);
    return context;
  }

  @Override
  public void close() {
    thread.setContextClassLoader(before);
  }
}
