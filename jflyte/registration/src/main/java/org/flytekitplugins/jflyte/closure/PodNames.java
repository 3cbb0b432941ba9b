package org.flytekitplugins.jflyte.closure;

import java.util.regex.Pattern;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.spi.Secret;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;

/**
 * Checks the names that a task brings into its pods by the rules of Kubernetes, which would refuse
 * the pods, and not the task.
 *
 * @see <a
 *     href="https://github.com/kubernetes/apimachinery/blob/v0.34.1/pkg/util/validation/validation.go">validation.go</a>
 */
final class PodNames {
  // Kubernetes takes any printable ASCII since version 1.32.
  private static final Pattern VARIABLE = Pattern.compile("[\\x20-\\x7e&&[^=]]+");
  private static final String LABEL = "[a-z0-9](?:[-a-z0-9]*[a-z0-9])?";
  private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(?:\\." + LABEL + ")*");
  private static final Pattern SECRET_KEY = Pattern.compile("(?!\\.\\.)(?!\\.$)[-._a-zA-Z0-9]+");
  private static final int LONGEST = 253;

  private final String owner;

  /**
   * @param owner the task, to begin a sentence with
   */
  PodNames(String owner) {
    this.owner = owner;
  }

  /**
   * Checks all names of an extension.
   *
   * @throws JflyteException at the first that Kubernetes would refuse
   */
  void check(@Nullable TaskTemplateExtension extension) {
    if (extension == null) {
      return;
    }
    extension.getEnv().keySet().forEach(this::checkVariable);
    extension.getSecrets().forEach(this::check);
    String podTemplate = extension.getPodTemplateName();
    if (podTemplate != null && !isSubdomain(podTemplate)) {
      throw new JflyteException(
          String.format(
              "%s has the pod template name \"%s\", which no PodTemplate can have: use %s",
              owner,
              podTemplate,
              "up to 253 lower case letters, digits, dashes and dots, with a"
                  + " letter or digit at both ends and beside each dot"));
    }
  }

  /**
   * Checks the name of an environment variable.
   *
   * @throws JflyteException if Kubernetes would refuse it
   */
  void checkVariable(String name) {
    if (!VARIABLE.matcher(name).matches()) {
      throw new JflyteException(
          String.format(
              "%s sets the environment variable \"%s\", a name that Kubernetes refuses: use letters,"
                  + " digits and _, or any other printable ASCII but =",
              owner, name));
    }
  }

  private void check(Secret secret) {
    String environmentName = secret.environmentName();
    if (environmentName != null) {
      checkVariable(environmentName);
    }
    if (isOfAnotherManager(secret)) {
      return;
    }
    String group = secret.group();
    if (!isSubdomain(group)) {
      throw new JflyteException(
          String.format(
              "%s has a secret of the group \"%s\", which no Kubernetes secret can be named: use up"
                  + " to 253 lower case letters, digits, dashes and dots, with a letter or digit at"
                  + " both ends and beside each dot",
              owner, group));
    }
    String key = secret.key();
    if (key.length() > LONGEST || !SECRET_KEY.matcher(key).matches()) {
      throw new JflyteException(
          String.format(
              "%s has a secret with the key \"%s\" in group \"%s\", which no Kubernetes secret can"
                  + " hold: use up to 253 letters, digits, dashes, underscores and dots, and do not"
                  + " begin with two dots",
              owner, key, group));
    }
  }

  /**
   * Whether a secret is one of a cloud's or Vault's manager, whose groups are paths and ARNs, or
   * have versions, which Kubernetes secrets have not.
   */
  private static boolean isOfAnotherManager(Secret secret) {
    String group = secret.group();
    return group.indexOf('/') >= 0 || group.indexOf(':') >= 0 || secret.groupVersion() != null;
  }

  private static boolean isSubdomain(String name) {
    return name.length() <= LONGEST && SUBDOMAIN.matcher(name).matches();
  }
}
