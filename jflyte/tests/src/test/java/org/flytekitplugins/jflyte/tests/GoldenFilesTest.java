package org.flytekitplugins.jflyte.tests;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class GoldenFilesTest {
  private static Map<String, String> actual;
  private static Map<String, String> golden;

  @BeforeAll
  static void closePackage() throws IOException {
    actual = GoldenPackage.FILES.of(GoldenPackage.closed(null, null).closure());
    golden = GoldenPackage.FILES.readOrUpdate(actual);
  }

  @Test
  void thereIsAFileForEveryEntityAndNoOther() {
    assertThat(actual.keySet()).isEqualTo(golden.keySet());
  }

  @TestFactory
  Stream<DynamicTest> theEntityIsDescribedToFlyteAsInItsFile() {
    return golden.keySet().stream()
        .map(
            name ->
                DynamicTest.dynamicTest(
                    name, () -> assertThat(actual.get(name)).isEqualTo(golden.get(name))));
  }
}
