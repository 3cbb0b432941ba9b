package org.flytekitplugins.jflyte.testing;

import java.nio.file.Path;
import java.util.List;
import org.flyte.jflyte.api.FileSystem;

/** Builds modules of jflyte, as their authors do, whose code minds its context class loader. */
public final class TestModules {
  private static final String CONTEXT =
      """
      package com.acme;
      class Context {
        static void check() {
          if (Thread.currentThread().getContextClassLoader() != Context.class.getClassLoader()) {
            throw new IllegalStateException("another context class loader");
          }
        }
      }
      """;

  private static final String FILE_SYSTEM =
      """
      package com.acme;
      import java.io.*;
      import java.nio.ByteBuffer;
      import java.nio.channels.*;
      import java.util.*;
      import org.flyte.jflyte.api.*;
      public class Registrar extends FileSystemRegistrar implements FileSystem {
        private final Map<String, byte[]> blobs = new java.util.concurrent.ConcurrentHashMap<>();
        public Iterable<FileSystem> load(Map<String, String> env) {
          Context.check();
          return List.of(this);
        }
        public String getScheme() { Context.check(); return "SCHEME"; }
        public Manifest getManifest(String uri) {
          Context.check();
          return blobs.containsKey(uri) ? Manifest.create() : null;
        }
        public ReadableByteChannel reader(String uri) {
          Context.check();
          ReadableByteChannel in = Channels.newChannel(new ByteArrayInputStream(blobs.get(uri)));
          return new ReadableByteChannel() {
            public int read(ByteBuffer b) throws IOException { Context.check(); return in.read(b); }
            public boolean isOpen() { return in.isOpen(); }
            public void close() throws IOException { Context.check(); in.close(); }
          };
        }
        public WritableByteChannel writer(String uri) {
          Context.check();
          ByteArrayOutputStream bytes = new ByteArrayOutputStream();
          WritableByteChannel out = Channels.newChannel(bytes);
          return new WritableByteChannel() {
            public int write(ByteBuffer b) throws IOException { Context.check(); return out.write(b); }
            public boolean isOpen() { return out.isOpen(); }
            public void close() { Context.check(); blobs.put(uri, bytes.toByteArray()); }
          };
        }
      }
      """;

  private static final String TOKENS =
      """
      package com.acme;
      import java.time.Instant;
      import java.util.*;
      import org.flyte.jflyte.api.*;
      public class Tokens extends TokenSourceFactoryRegistrar {
        public Iterable<TokenSourceFactory> load(Map<String, String> env) {
          Context.check();
          if (!env.containsKey("ACME_TOKEN")) {
            throw new IllegalArgumentException("ACME_TOKEN is not set");
          }
          return List.of(new TokenSourceFactory() {
            public String getMethod() { Context.check(); return "METHOD"; }
            public TokenSource getTokenSource() {
              Context.check();
              return () -> {
                Context.check();
                return Token.builder()
                    .accessToken(env.get("ACME_TOKEN"))
                    .tokenType("Bearer")
                    .expiry(Instant.ofEpochSecond(1))
                    .build();
              };
            }
          });
        }
      }
      """;

  private TestModules() {}

  /** A module that serves a scheme from memory. */
  public static Path fileSystem(Path directory, String scheme) {
    return TestPackages.in(directory)
        .source("com.acme.Context", CONTEXT)
        .source("com.acme.Registrar", FILE_SYSTEM.replace("SCHEME", scheme))
        .service("org.flyte.jflyte.api.FileSystemRegistrar", "com.acme.Registrar")
        .compiledAgainst(List.of(TestPackages.whereIs(FileSystem.class)))
        .build();
  }

  /** A module whose token is the variable ACME_TOKEN. */
  public static Path tokens(Path directory, String method) {
    return TestPackages.in(directory)
        .source("com.acme.Context", CONTEXT)
        .source("com.acme.Tokens", TOKENS.replace("METHOD", method))
        .service("org.flyte.jflyte.api.TokenSourceFactoryRegistrar", "com.acme.Tokens")
        .compiledAgainst(List.of(TestPackages.whereIs(FileSystem.class)))
        .build();
  }
}
