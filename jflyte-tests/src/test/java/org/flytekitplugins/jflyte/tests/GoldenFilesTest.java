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
    actual = GoldenFiles.of(GoldenPackage.closed(null, null).closure());
    if (Boolean.getBoolean("golden.update")) {
      GoldenFiles.write(actual);
    }
    golden = GoldenFiles.read();
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
