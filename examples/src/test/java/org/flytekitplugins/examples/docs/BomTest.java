package org.flytekitplugins.examples.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** Whoever imports our BOM gets the versions of our artifacts, and nobody else's. */
class BomTest {
  private static final String GROUP = "org.flytekitplugins";

  @Test
  void theBomListsTheArtifactsThatWePublishAndNothingElse() throws Exception {
    Element parent = pom("pom.xml");
    TreeSet<String> published = new TreeSet<>();
    for (Element module : children(child(parent, "modules"), "module").toList()) {
      Element pom = pom(module.getTextContent() + "/pom.xml");
      if (text(pom, "packaging").isEmpty() && !isKeptToOurselves(pom)) {
        published.add(GROUP + ":" + text(pom, "artifactId") + ":${project.version}");
      }
    }
    Element bom = pom("flytekit-tensorflow-bom/pom.xml");
    List<String> listed =
        children(child(child(bom, "dependencyManagement"), "dependencies"), "dependency")
            .map(
                one ->
                    text(one, "groupId")
                        + ":"
                        + text(one, "artifactId")
                        + ":"
                        + text(one, "version"))
            .toList();

    assertThat(listed)
        .containsExactlyInAnyOrderElementsOf(published)
        .contains("org.flytekitplugins:flytekit-tensorflow:${project.version}");
    assertThat(children(bom, "parent")).as("what a parent manages would be imported too").isEmpty();
    assertThat(text(bom, "version")).isEqualTo(text(parent, "version"));
  }

  private static boolean isKeptToOurselves(Element pom) {
    return children(pom, "properties")
        .anyMatch(one -> text(one, "maven.deploy.skip").equals("true"));
  }

  private static Element pom(String path) throws Exception {
    Path file = Path.of("..").resolve(path);
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(file.toFile())
        .getDocumentElement();
  }

  private static String text(Element parent, String name) {
    return children(parent, name).findFirst().map(Node::getTextContent).orElse("");
  }

  private static Element child(Element parent, String name) {
    return children(parent, name).findFirst().orElseThrow();
  }

  private static Stream<Element> children(Element parent, String name) {
    NodeList nodes = parent.getChildNodes();
    return IntStream.range(0, nodes.getLength())
        .mapToObj(nodes::item)
        .filter(node -> node.getNodeName().equals(name))
        .map(Element.class::cast);
  }
}
