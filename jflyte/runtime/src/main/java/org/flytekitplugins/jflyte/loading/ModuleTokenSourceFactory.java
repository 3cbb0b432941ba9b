package org.flytekitplugins.jflyte.loading;

import org.flyte.jflyte.api.Token;
import org.flyte.jflyte.api.TokenSource;
import org.flyte.jflyte.api.TokenSourceFactory;

/** A module's way to get tokens, with the module's class loader in the thread's context. */
@SuppressWarnings("try") // a context is there to be closed
final class ModuleTokenSourceFactory implements TokenSourceFactory {
  private final TokenSourceFactory factory;
  private final ClassLoader classLoader;

  ModuleTokenSourceFactory(TokenSourceFactory factory, ClassLoader classLoader) {
    this.factory = factory;
    this.classLoader = classLoader;
  }

  @Override
  public String getMethod() {
    try (ContextClassLoader context = ContextClassLoader.set(classLoader)) {
      return factory.getMethod();
    }
  }

  @Override
  public TokenSource getTokenSource() {
    try (ContextClassLoader context = ContextClassLoader.set(classLoader)) {
      TokenSource source = factory.getTokenSource();
      return () -> token(source);
    }
  }

  private Token token(TokenSource source) {
    try (ContextClassLoader context = ContextClassLoader.set(classLoader)) {
      return source.token();
    }
  }
}
