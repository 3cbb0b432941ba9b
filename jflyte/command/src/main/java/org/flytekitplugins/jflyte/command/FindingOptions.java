package org.flytekitplugins.jflyte.command;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.jflyte.closure.NamedImages;
import org.flytekitplugins.jflyte.explain.PackageExplanation;
import org.flytekitplugins.jflyte.explain.internal.Rules;
import org.flytekitplugins.jflyte.loading.LoadedPackage;
import org.flytekitplugins.jflyte.publish.PackageSettings;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags that say which findings keep a package from being written anywhere. */
final class FindingOptions {
  @Option(
      names = "--allow",
      paramLabel = "ID",
      description =
          "Go on although this is an error of a training task, by the id that 'jflyte explain'"
              + " shows; may be repeated.")
  private List<String> allowed = new ArrayList<>();

  @Mixin private PlatformOptions platform = new PlatformOptions();

  /** Refuses ids that there are not. */
  void check(OptionValues values) {
    platform.check(values);
    for (String id : allowed) {
      if (!Rules.ids().contains(id)) {
        throw values.refusal(
            String.format(
                "--allow is \"%s\", which is the id of no finding: name one that 'jflyte explain'"
                    + " shows, such as %s",
                id, Spelling.nearest(id, Rules.ids())));
      }
    }
  }

  /**
   * What is to be said of the training tasks of a package before anything is written.
   *
   * @param flyte which one will run them
   * @throws picocli.CommandLine.ParameterException if a flag says what is not said of that one
   */
  FindingsNotice notice(
      LoadedPackage loaded, PackageSettings settings, Flyte flyte, OptionValues values) {
    platform.check(flyte, values);
    Map<String, String> images = settings.images().references();
    return new FindingsNotice(
        PackageExplanation.of(
            loaded, platform.platform(flyte), images, images.get(NamedImages.DEFAULT)),
        Set.copyOf(allowed));
  }
}
