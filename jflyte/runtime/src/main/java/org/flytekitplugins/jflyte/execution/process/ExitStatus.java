package org.flytekitplugins.jflyte.execution.process;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The status that the current thread gave to {@code System.exit}. Java tells it to nobody, so it is
 * read from the stack, with a class of the JDK that is not for everybody; where the JVM does not
 * let us, there is none. Only a process that ends anyway comes here.
 */
final class ExitStatus {
  private ExitStatus() {}

  /** The status; null if this thread does not end the process, or the JVM does not tell. */
  static @Nullable Integer ofCurrentThread() {
    try {
      return read();
    } catch (Throwable e) {
      // A message without the number is better than none.
      return null;
    }
  }

  private static @Nullable Integer read() throws Throwable {
    MethodHandles.Lookup lookup = trustedLookup();
    Class<?> frame = Class.forName("java.lang.LiveStackFrame");
    StackWalker walker =
        (StackWalker)
            lookup
                .findStatic(
                    frame, "getStackWalker", MethodType.methodType(StackWalker.class, Set.class))
                .invoke(Set.of());
    MethodHandle locals =
        lookup.findVirtual(frame, "getLocals", MethodType.methodType(Object[].class));
    Optional<StackWalker.StackFrame> exit =
        walker.walk(
            frames ->
                frames
                    .filter(f -> f.getClassName().equals("java.lang.Shutdown"))
                    .filter(f -> f.getMethodName().equals("exit"))
                    .findFirst());
    if (exit.isEmpty()) {
      return null;
    }
    // The only parameter of a static method.
    return Integer.valueOf(((Object[]) locals.invoke(exit.get()))[0].toString());
  }

  private static MethodHandles.Lookup trustedLookup() throws ReflectiveOperationException {
    Class<?> unsafeClass = Class.forName("sun.misc.Unsafe");
    Field instance = unsafeClass.getDeclaredField("theUnsafe");
    instance.setAccessible(true);
    Object unsafe = instance.get(null);
    Field lookup = MethodHandles.Lookup.class.getDeclaredField("IMPL_LOOKUP");
    Object base = unsafeClass.getMethod("staticFieldBase", Field.class).invoke(unsafe, lookup);
    Object offset = unsafeClass.getMethod("staticFieldOffset", Field.class).invoke(unsafe, lookup);
    return (MethodHandles.Lookup)
        unsafeClass.getMethod("getObject", Object.class, long.class).invoke(unsafe, base, offset);
  }
}
