package org.flytekitplugins.jflyte.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A project of images with hardly anything in them, which Jib builds as it builds ours. */
final class SmallProject {
  private final Path folder;
  private final Pom ours;
  private final List<String> modules = new ArrayList<>();

  /**
   * An empty project.
   *
   * @param ours the POM whose versions of plugins it takes
   */
  SmallProject(Path folder, Pom ours) {
    this.folder = folder;
    this.ours = ours;
  }

  SmallProject image(String name, String base, String image, Map<String, String> properties)
      throws IOException {
    Path something = folder.resolve(name).resolve("src/main/resources/something");
    Files.createDirectories(something.getParent());
    Files.writeString(something, "an image needs something in it\n");
    StringBuilder more = new StringBuilder();
    properties.forEach((key, value) -> more.append("<%s>%s</%1$s>".formatted(key, value)));
    Files.writeString(
        folder.resolve(name).resolve("pom.xml"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <parent><groupId>tests</groupId><artifactId>small</artifactId><version>1</version></parent>
          <artifactId>%s</artifactId>
          <properties><base>%s</base><image.name>%s</image.name>%s</properties>
        </project>
        """
            .formatted(name, base, image, more));
    modules.add("<module>" + name + "</module>");
    return this;
  }

  /** Writes the parent, and gives its file. */
  Path write() throws IOException {
    return Files.writeString(
        folder.resolve("pom.xml"),
        """
        <project xmlns="http://maven.apache.org/POM/4.0.0">
          <modelVersion>4.0.0</modelVersion>
          <groupId>tests</groupId>
          <artifactId>small</artifactId>
          <version>1</version>
          <packaging>pom</packaging>
          <modules>%s</modules>
          <properties><project.build.sourceEncoding>UTF-8</project.build.sourceEncoding></properties>
          <build>
            <plugins>
              <plugin>
                <artifactId>maven-resources-plugin</artifactId>
                <version>%s</version>
              </plugin>
              <plugin>
                <groupId>com.google.cloud.tools</groupId>
                <artifactId>jib-maven-plugin</artifactId>
                <version>%s</version>
                <configuration>
                  <from><image>${base}</image></from>
                  <to><image>${image.name}</image></to>
                  <container><mainClass>tests.Main</mainClass></container>
                </configuration>
                <executions>
                  <execution>
                    <phase>process-resources</phase>
                    <goals><goal>build</goal></goals>
                  </execution>
                </executions>
              </plugin>
            </plugins>
          </build>
        </project>
        """
            .formatted(
                String.join("", modules),
                ours.pluginVersion("maven-resources-plugin"),
                ours.text("properties/jib.version")));
  }

  Path jibImage(String name) {
    return folder.resolve(name).resolve("target/jib-image.json");
  }
}
