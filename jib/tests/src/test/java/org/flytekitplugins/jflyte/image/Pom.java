package org.flytekitplugins.jflyte.image;

import java.io.IOException;
import java.nio.file.Path;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import javax.xml.xpath.XPathExpressionException;
import javax.xml.xpath.XPathFactory;
import org.w3c.dom.Document;
import org.xml.sax.SAXException;

/** A {@code pom.xml}, as it is written. */
record Pom(Document document) {
  static Pom read(Path file) throws IOException {
    try {
      return new Pom(
          DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(file.toFile()));
    } catch (ParserConfigurationException | SAXException e) {
      throw new IOException(file.toString(), e);
    }
  }

  /** The text of the first element of this path below {@code project}; empty if there is none. */
  String text(String path) {
    try {
      return XPathFactory.newInstance().newXPath().evaluate("/project/" + path, document).strip();
    } catch (XPathExpressionException e) {
      throw new IllegalArgumentException(path, e);
    }
  }

  /** The version that {@code pluginManagement} gives a plugin. */
  String pluginVersion(String artifact) {
    return text("build/pluginManagement/plugins/plugin[artifactId='" + artifact + "']/version");
  }
}
