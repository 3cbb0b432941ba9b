package org.flytekitplugins.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who wants to change something is led to where it is. */
class ContributingTest {
  private static final Path ROOT = Path.of("..");

  /** A row of the table: what changes, the type or one of its members, and the file. */
  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| (.+) \\| \\[`([^`]+)`]\\(([^)]+)\\) \\|$");

  @Test
  void whereToChangeNamesFilesAndMembersThatAreThere() throws Exception {
    List<MatchResult> rows =
        ROW.matcher(Files.readString(ROOT.resolve("CONTRIBUTING.md"))).results().toList();

    assertThat(rows).hasSizeGreaterThanOrEqualTo(25);
    assertThat(rows).extracting(row -> row.group(1)).doesNotHaveDuplicates();
    for (MatchResult row : rows) {
      Path file = ROOT.resolve(row.group(3));
      assertThat(file).as(row.group(1)).isRegularFile();
      assertThat(Files.readString(file)).as(row.group(1)).contains(member(row.group(2), file));
    }
  }

  // VerdictWait.DEFAULT_GRACE: the last part is in the file; a file's own name need not be.
  private static String member(String named, Path file) {
    return file.endsWith(named) || file.getFileName().toString().equals(named)
        ? ""
        : named.substring(named.lastIndexOf('.') + 1);
  }
}
