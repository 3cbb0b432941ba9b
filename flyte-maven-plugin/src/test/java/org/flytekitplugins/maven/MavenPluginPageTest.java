package org.flytekitplugins.maven;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** docs/maven-plugin.md names the goals and properties that there are, and no others. */
class MavenPluginPageTest {
  private static final Pattern PROPERTY = Pattern.compile("\\$\\{(flyte\\.[A-Za-z]+)}");
  private static final Pattern CELL = Pattern.compile("`([^`]+)`");

  private static final Map<String, Set<String>> GOALS_OF = new TreeMap<>();
  private static final Set<String> GOALS = new TreeSet<>();
  private static List<String> page;

  @BeforeAll
  static void readPageAndPlugin() throws Exception {
    page = Files.readAllLines(Path.of("../docs/maven-plugin.md"));
    Element plugin =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(Path.of("target/classes/META-INF/maven/plugin.xml").toFile())
            .getDocumentElement();
    NodeList mojos = plugin.getElementsByTagName("mojo");
    for (int index = 0; index < mojos.getLength(); index++) {
      Element mojo = (Element) mojos.item(index);
      String goal = mojo.getElementsByTagName("goal").item(0).getTextContent();
      GOALS.add(goal);
      Node configuration = mojo.getElementsByTagName("configuration").item(0);
      Matcher property = PROPERTY.matcher(configuration.getTextContent());
      while (property.find()) {
        GOALS_OF.computeIfAbsent(property.group(1), name -> new TreeSet<>()).add(goal);
      }
    }
  }

  @Test
  void theTableOfGoalsHasAllOfThem() {
    assertThat(rows("| goal |"))
        .extracting(row -> cells(row[1]).get(0))
        .containsExactlyInAnyOrderElementsOf(GOALS.stream().map(goal -> "flyte:" + goal).toList());
  }

  @Test
  void theTableOfPropertiesHasAllOfThemWithTheirGoals() {
    Map<String, Set<String>> documented = new TreeMap<>();
    for (String[] row : rows("| property |")) {
      Set<String> goals = row[2].strip().equals("all") ? GOALS : new TreeSet<>(cells(row[2]));
      cells(row[1]).forEach(property -> documented.put(property, goals));
    }

    assertThat(documented).isEqualTo(GOALS_OF);
  }

  @Test
  void commandsOfThePageHaveGoalsAndPropertiesThatThereAre() throws IOException {
    String commands =
        String.join(
            "\n", page.stream().filter(line -> line.matches("\\$ mvn .*|  -D.*|  org.*")).toList());

    assertThat(Pattern.compile("(?:\\bflyte|plugin:[^: ]+):([a-z]+)").matcher(commands).results())
        .isNotEmpty()
        .extracting(goal -> goal.group(1))
        .isSubsetOf(GOALS);
    assertThat(Pattern.compile("-D(flyte\\.[A-Za-z]+)").matcher(commands).results())
        .isNotEmpty()
        .extracting(property -> property.group(1))
        .isSubsetOf(GOALS_OF.keySet());
  }

  private static List<String[]> rows(String header) {
    return page.stream()
        .dropWhile(line -> !line.startsWith(header))
        .skip(2)
        .takeWhile(line -> line.startsWith("|"))
        .map(line -> line.split("\\|", -1))
        .toList();
  }

  private static List<String> cells(String cell) {
    List<String> names = new ArrayList<>();
    Matcher name = CELL.matcher(cell);
    while (name.find()) {
      names.add(name.group(1));
    }
    return names;
  }
}
