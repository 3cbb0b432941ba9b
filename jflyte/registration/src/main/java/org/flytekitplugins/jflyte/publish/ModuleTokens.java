package org.flytekitplugins.jflyte.publish;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.flyte.jflyte.api.Token;
import org.flyte.jflyte.api.TokenSource;
import org.flyte.jflyte.api.TokenSourceFactory;
import org.flytekitplugins.client.internal.admin.auth.AccessToken;
import org.flytekitplugins.client.internal.admin.auth.TokenGrant;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.loading.JflyteModule;
import org.flytekitplugins.jflyte.loading.ModuleDirectory;

/** Tokens of a module of the module directory, as stock jflyte takes them. */
public final class ModuleTokens implements TokenGrant {
  private final TokenSource source;

  /**
   * @param source of the module
   */
  public ModuleTokens(TokenSource source) {
    this.source = source;
  }

  /**
   * The tokens of the module of the module directory that has a method.
   *
   * @param method what {@code -am} says, like {@code id_token}
   * @param environment says which directory that is
   * @return its tokens
   * @throws JflyteException if there is no directory, or no module or more than one has the method
   */
  public static ModuleTokens of(String method, LauncherEnvironment environment) {
    Path directory = environment.moduleDirectory();
    if (directory == null) {
      throw new JflyteException(
          String.format(
              "--auth-mode %s comes from a module: set %s to the directory that has it",
              method, ModuleDirectory.VARIABLE));
    }
    List<TokenSourceFactory> factories = new ArrayList<>();
    for (JflyteModule module : ModuleDirectory.of(directory).modules()) {
      module.tokenSourceFactories(environment.variables()).forEach(factories::add);
    }
    return of(method, factories);
  }

  /**
   * The tokens of the module that has a method.
   *
   * @param method what {@code -am} says, like {@code id_token}
   * @param factories of all modules
   * @return its tokens
   * @throws JflyteException if none or more than one has the method
   */
  public static ModuleTokens of(String method, Iterable<TokenSourceFactory> factories) {
    List<String> methods = new ArrayList<>();
    List<TokenSourceFactory> found = new ArrayList<>();
    for (TokenSourceFactory factory : factories) {
      methods.add(factory.getMethod());
      if (factory.getMethod().equals(method)) {
        found.add(factory);
      }
    }
    if (found.size() == 1) {
      return new ModuleTokens(found.get(0).getTokenSource());
    }
    if (found.isEmpty()) {
      throw new JflyteException(
          "no module has the auth mode \""
              + method
              + "\": "
              + (methods.isEmpty()
                  ? "put one that has into the module directory"
                  : "choose one of " + String.join(", ", methods)));
    }
    throw new JflyteException(
        "modules "
            + found.stream().map(factory -> factory.getClass().getName()).toList()
            + " all have the auth mode \""
            + method
            + "\": keep one of them in the module directory");
  }

  @Override
  public AccessToken grant() {
    Token token;
    try {
      token = source.token();
    } catch (RuntimeException e) {
      throw new JflyteException(
          "the module of "
              + source.getClass().getName()
              + " gave no token ("
              + e.getClass().getSimpleName()
              + "): look at its credentials",
          e);
    }
    return AccessToken.of(token.tokenType(), token.accessToken(), token.expiry());
  }
}
