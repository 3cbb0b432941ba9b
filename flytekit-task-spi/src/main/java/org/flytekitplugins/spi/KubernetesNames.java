package org.flytekitplugins.spi;

import java.util.regex.Pattern;

/**
 * What Kubernetes takes as the key or value of a label, the key of an annotation, the name of a
 * service account.
 *
 * @see <a
 *     href="https://github.com/kubernetes/apimachinery/blob/v0.34.1/pkg/util/validation/validation.go">validation.go</a>
 */
final class KubernetesNames {
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9](?:[-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?");
  private static final Pattern SUBDOMAIN =
      Pattern.compile(
          "(?=.{1,253}$)[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*");

  private KubernetesNames() {}

  /** Refuses a key of a label or an annotation that Kubernetes would refuse. */
  static void requireKey(String field, String key) {
    int slash = key.indexOf('/');
    boolean prefixed = slash < 0 || SUBDOMAIN.matcher(key.substring(0, slash)).matches();
    if (!prefixed || !NAME.matcher(key.substring(slash + 1)).matches()) {
      throw new IllegalArgumentException(
          field
              + " has the key \""
              + key
              + "\": use up to 63 letters, digits, '-', '_' and '.', with a letter or digit at both"
              + " ends, after a domain and a '/' if you like");
    }
  }

  /** Refuses a value of a label that Kubernetes would refuse. */
  static void requireValue(String field, String key, String value) {
    if (!value.isEmpty() && !NAME.matcher(value).matches()) {
      throw new IllegalArgumentException(
          field
              + " has the value \""
              + value
              + "\" for "
              + key
              + ": use up to 63 letters, digits, '-', '_' and '.', with a letter or digit at both"
              + " ends; an annotation may hold anything");
    }
  }

  /** Refuses a name of a service account that Kubernetes would refuse. */
  static void requireServiceAccount(String field, String name) {
    if (!SUBDOMAIN.matcher(name).matches()) {
      throw new IllegalArgumentException(
          field
              + " is \""
              + name
              + "\": name a service account of Kubernetes, in lower case letters, digits, '-' and"
              + " '.'");
    }
  }
}
