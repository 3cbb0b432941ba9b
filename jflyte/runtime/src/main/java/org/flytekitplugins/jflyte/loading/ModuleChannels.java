package org.flytekitplugins.jflyte.loading;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;

/**
 * A module's channels, with the module's class loader in the thread's context: S3's is uploaded by
 * its close.
 */
@SuppressWarnings("try") // a context is there to be closed
final class ModuleChannels {
  private ModuleChannels() {}

  private abstract static class Wrapped<C extends Channel> implements Channel {
    final C channel;
    final ClassLoader classLoader;

    Wrapped(C channel, ClassLoader classLoader) {
      this.channel = channel;
      this.classLoader = classLoader;
    }

    @Override
    public boolean isOpen() {
      return channel.isOpen();
    }

    @Override
    public void close() throws IOException {
      try (ContextClassLoader context = ContextClassLoader.set(classLoader)) {
        channel.close();
      }
    }
  }

  static final class Reader extends Wrapped<ReadableByteChannel> implements ReadableByteChannel {
    Reader(ReadableByteChannel channel, ClassLoader classLoader) {
      super(channel, classLoader);
    }

    @Override
    public int read(ByteBuffer target) throws IOException {
      try (ContextClassLoader context = ContextClassLoader.set(classLoader)) {
        return channel.read(target);
      }
    }
  }

  static final class Writer extends Wrapped<WritableByteChannel> implements WritableByteChannel {
    Writer(WritableByteChannel channel, ClassLoader classLoader) {
      super(channel, classLoader);
    }

    @Override
    public int write(ByteBuffer source) throws IOException {
      try (ContextClassLoader context = ContextClassLoader.set(classLoader)) {
        return channel.write(source);
      }
    }
  }
}
