package org.flytekitplugins.jflyte.closure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.spi.Secret;
import org.flytekitplugins.spi.TaskTemplateExtension;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The verdicts are those of k8s.io/apimachinery v0.34.1, pkg/util/validation, which was asked. */
class PodNamesTest {
  /** IsRelaxedEnvVarName. */
  static Stream<Arguments> variables() {
    return verdicts(
        List.of("A", "1A", "a b", " ", "a.b-c_d", ".", "..", "..a", "A$B", "~", "A".repeat(5000)),
        List.of("", "A=B", "ä", "A\tB", "A\0", "A\u007f"));
  }

  /** IsDNS1123Subdomain. */
  static Stream<Arguments> subdomains() {
    return verdicts(
        List.of("a", "a.b", "1", "a-b", "a".repeat(253), "a".repeat(64) + ".b"),
        List.of("", "A", "a_b", "-a", "a-", "a..b", ".a", "a.", "a".repeat(254), "a b", "ä"));
  }

  /** IsConfigMapKey. */
  static Stream<Arguments> keys() {
    return verdicts(
        List.of("a", "A", "a.b", "a_b", "-a", "a-", "a..b", ".a", "a".repeat(253)),
        List.of("..", "..a", ".", "a/b", "a b", "ä", "a".repeat(254)));
  }

  @ParameterizedTest
  @MethodSource("variables")
  void anEnvironmentVariableIsNamedAsKubernetesWantsIt(String name, boolean taken) {
    assertThat(isTaken(() -> new PodNames("task T").checkVariable(name))).isEqualTo(taken);
    assertThat(isTaken(() -> check(Map.of(name, "x"), List.of(), null))).isEqualTo(taken);
  }

  @ParameterizedTest
  @MethodSource("subdomains")
  void aPodTemplateIsNamedAsKubernetesWantsIt(String name, boolean taken) {
    assertThat(isTaken(() -> check(Map.of(), List.of(), name))).isEqualTo(taken);
  }

  @ParameterizedTest
  @MethodSource("subdomains")
  void aSecretIsNamedAsKubernetesWantsIt(String name, boolean taken) {
    if (!name.isEmpty()) { // Secret itself refuses that
      assertThat(isTaken(() -> check(Map.of(), List.of(Secret.asFile(name, "k")), null)))
          .isEqualTo(taken);
    }
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aKeyOfASecretIsNamedAsKubernetesWantsIt(String key, boolean taken) {
    assertThat(isTaken(() -> check(Map.of(), List.of(Secret.asEnvironment("g", key)), null)))
        .isEqualTo(taken);
  }

  @Test
  void pathsArnsAndVersionsAreForOtherSecretManagers() {
    check(
        Map.of(),
        List.of(
            Secret.asFile("secret/data/Team_A", "pass word"),
            Secret.asEnvironment("arn:aws:secretsmanager:us-east-1:1:secret:S", "k"),
            Secret.asFile("MY_SECRET", "k").withGroupVersion("latest")),
        null);
  }

  @Test
  void theVariableOfASecretIsNamedAsKubernetesWantsIt() {
    Secret secret = Secret.asEnvironment("s", "k").withEnvironmentName("A=B");

    assertThatThrownBy(() -> check(Map.of(), List.of(secret), null))
        .isInstanceOf(JflyteException.class)
        .hasMessageStartingWith("task T sets the environment variable \"A=B\", ");
  }

  @Test
  void aRefusalNamesTheTaskAndTheValue() {
    assertThatThrownBy(() -> check(Map.of("A=B", "x"), List.of(), null))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "task T sets the environment variable \"A=B\", a name that Kubernetes refuses: use"
                + " letters, digits and _, or any other printable ASCII but =");
    assertThatThrownBy(() -> check(Map.of(), List.of(), "Big_Pod"))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "task T has the pod template name \"Big_Pod\", which no PodTemplate can have: use up to"
                + " 253 lower case letters, digits, dashes and dots, with a letter or digit at both"
                + " ends and beside each dot");
    assertThatThrownBy(() -> check(Map.of(), List.of(Secret.asFile("My_Secret", "k")), null))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "task T has a secret of the group \"My_Secret\", which no Kubernetes secret can be"
                + " named: use up to 253 lower case letters, digits, dashes and dots, with a letter"
                + " or digit at both ends and beside each dot");
    assertThatThrownBy(() -> check(Map.of(), List.of(Secret.asFile("s", "a b")), null))
        .isInstanceOf(JflyteException.class)
        .hasMessage(
            "task T has a secret with the key \"a b\" in group \"s\", which no Kubernetes secret"
                + " can hold: use up to 253 letters, digits, dashes, underscores and dots, and do"
                + " not begin with two dots");
  }

  private static Stream<Arguments> verdicts(List<String> taken, List<String> refused) {
    return Stream.concat(
        taken.stream().map(name -> Arguments.of(name, true)),
        refused.stream().map(name -> Arguments.of(name, false)));
  }

  private static boolean isTaken(Runnable check) {
    try {
      check.run();
      return true;
    } catch (JflyteException e) {
      return false;
    }
  }

  private static void check(
      Map<String, String> env, List<Secret> secrets, @Nullable String podTemplate) {
    new PodNames("task T")
        .check(
            new TaskTemplateExtension() {
              @Override
              public Map<String, String> getEnv() {
                return env;
              }

              @Override
              public List<Secret> getSecrets() {
                return secrets;
              }

              @Override
              public @Nullable String getPodTemplateName() {
                return podTemplate;
              }
            });
  }
}
