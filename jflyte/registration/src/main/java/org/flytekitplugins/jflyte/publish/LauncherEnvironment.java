package org.flytekitplugins.jflyte.publish;

import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.closure.NamedImages;
import org.flytekitplugins.jflyte.loading.ModuleDirectory;
import org.flytekitplugins.spi.internal.ShownUri;
import org.jspecify.annotations.Nullable;

/**
 * The environment variables of a launcher, under stock jflyte's names. None is required before
 * somebody needs it; an empty one is an absent one.
 *
 * @param variables all variables of the process
 */
public record LauncherEnvironment(Map<String, String> variables) {
  /** The variable for the URI under which packages are staged. */
  public static final String STAGING_LOCATION = "FLYTE_STAGING_LOCATION";

  /** The directory of modules, or null if there is none. */
  public @Nullable Path moduleDirectory() {
    return ModuleDirectory.namedBy(variables);
  }

  /**
   * The URI under which packages are staged, or null if there is none.
   *
   * @throws JflyteException if it is no URI
   */
  public @Nullable String stagingLocation() {
    String location = value(STAGING_LOCATION);
    if (location != null && !Pattern.matches("[A-Za-z][A-Za-z0-9+.-]*:.*", location)) {
      throw new JflyteException(
          String.format(
              "%s is %s, which has no scheme: write %s",
              STAGING_LOCATION,
              ShownUri.of(location),
              (location.startsWith("/") ? "file://" : "s3://") + ShownUri.of(location)));
    }
    return location;
  }

  /** The image that tasks run in, or null if it does not say. */
  public @Nullable String image() {
    return value(NamedImages.VARIABLE);
  }

  private @Nullable String value(String name) {
    String value = variables.get(name);
    return value == null || value.isEmpty() ? null : value;
  }
}
