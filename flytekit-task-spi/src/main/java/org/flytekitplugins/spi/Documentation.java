package org.flytekitplugins.spi;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.auto.value.AutoValue;
import java.net.URI;
import org.jspecify.annotations.Nullable;

/**
 * What Flyte's console shows people of a task or a workflow before they run it.
 *
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flyteidl/protos/flyteidl/admin/description_entity.proto">description_entity.proto</a>
 */
@AutoValue
public abstract class Documentation {
  /** How a long description is written. */
  public enum Format {
    /** Markdown. */
    MARKDOWN,
    /** HTML. */
    HTML,
    /** reStructuredText, in which Python's own documentation is written. */
    RST
  }

  private static final int LONGEST = 4096;
  private static final int LONGEST_LINK = 255;

  Documentation() {}

  /** What the task or workflow does, in one line. */
  public abstract String shortDescription();

  /** All that is to be said of it, or null. */
  public abstract @Nullable String longDescription();

  /** How the long description is written. */
  public abstract Format format();

  /** Where its source code can be read, or null. */
  public abstract @Nullable URI sourceLink();

  /**
   * A documentation of one line.
   *
   * @throws IllegalArgumentException if it is blank, or has more than one line
   */
  public static Documentation of(String shortDescription) {
    Blank.refuse("documentation.shortDescription", shortDescription, "say what it does");
    if (shortDescription.lines().count() > 1) {
      throw new IllegalArgumentException(
          "documentation.shortDescription has more than one line: say the rest in the long one");
    }
    return new AutoValue_Documentation(shortDescription, null, Format.MARKDOWN, null);
  }

  /**
   * The same with a long description in Markdown.
   *
   * @throws IllegalArgumentException if it is blank, or longer than Flyte's 4096 bytes
   */
  public final Documentation withLongDescription(String markdown) {
    return withLongDescription(markdown, Format.MARKDOWN);
  }

  /**
   * The same with a long description.
   *
   * @throws IllegalArgumentException if it is blank, or longer than Flyte's 4096 bytes
   */
  public final Documentation withLongDescription(String longDescription, Format format) {
    Blank.refuse(
        "documentation.longDescription", longDescription, "say something, or leave it out");
    int bytes = longDescription.getBytes(UTF_8).length;
    if (bytes > LONGEST) {
      throw new IllegalArgumentException(
          "documentation.longDescription has "
              + bytes
              + " bytes: Flyte takes 4096, so keep the rest where the source link leads");
    }
    return new AutoValue_Documentation(shortDescription(), longDescription, format, sourceLink());
  }

  /**
   * The same with a link to the source code.
   *
   * @throws IllegalArgumentException if it is longer than the 255 characters that flyteadmin keeps,
   *     or no address of the web
   */
  public final Documentation withSourceLink(URI sourceLink) {
    String scheme = sourceLink.getScheme();
    if (!"https".equalsIgnoreCase(scheme) && !"http".equalsIgnoreCase(scheme)) {
      throw new IllegalArgumentException(
          "documentation.sourceLink is " + sourceLink + ": use an address that begins https://");
    }
    if (sourceLink.toString().length() > LONGEST_LINK) {
      throw new IllegalArgumentException(
          "documentation.sourceLink has "
              + sourceLink.toString().length()
              + " characters: flyteadmin keeps 255");
    }
    return new AutoValue_Documentation(shortDescription(), longDescription(), format(), sourceLink);
  }
}
