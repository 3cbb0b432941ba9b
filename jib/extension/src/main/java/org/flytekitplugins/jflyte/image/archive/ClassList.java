package org.flytekitplugins.jflyte.image.archive;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The list of classes for a class-data archive, from what commands have loaded.
 *
 * <p>As a program it is part of {@code jib/archive} and makes a list for an archive that outlives a
 * build: of Java itself and of the jars of others, and never of ours or a user's, whose jars and
 * folders change while their names, times and often sizes stay (an archive would bring old code
 * back). Arguments: what {@code -XX:DumpLoadedClassList} wrote, what {@code -Xlog:class+load}
 * wrote, the image's root file system, a regular expression for jars to leave out beside ours; the
 * list goes to the standard output.
 */
final class ClassList {
  private static final Pattern LOADED =
      Pattern.compile("(?:\\[[^]]*\\])*\\s*([\\w.$/]+) source: (?:file:)?(/\\S+\\.jar)");

  /** Our artifacts, whatever their version: those of org.flyte have other names. */
  private static final String OWN =
      "/(flyte-maven-plugin|flytekit-(allreduce|client|jflyte|kubeflow|local-cluster|mlflow|pytorch|task-spi|tensorflow"
          + "|training-report)|jflyte-(explain|local|module-blobs|module-gs|module-s3|registration|runtime|testing))-[^/]*\\.jar$";

  /** What is not on the launcher's class path, but has class loaders of its own. */
  private static final Pattern OF_PACKAGES = Pattern.compile("^/(app|trial|jflyte/modules)/");

  private final Map<String, Integer> launcher = new HashMap<>();
  private final Map<String, Integer> own = new HashMap<>();
  private final Path root;
  private final Set<String> lines = new LinkedHashSet<>();

  private ClassList(Path root) {
    this.root = root;
  }

  public static void main(String[] arguments) throws IOException {
    of(
            List.of(Path.of(arguments[0])),
            List.of(Path.of(arguments[1])),
            Path.of(arguments[2]),
            Pattern.compile(OWN + "|" + arguments[3]))
        .forEach(System.out::println);
  }

  /**
   * The lines of a list.
   *
   * @param launchers what {@code -XX:DumpLoadedClassList} wrote, for each command
   * @param logs what {@code -Xlog:class+load} wrote, for each command
   * @param root the image's root file system
   * @param left finds the paths of jars that are left out
   */
  static List<String> of(List<Path> launchers, List<Path> logs, Path root, Pattern left)
      throws IOException {
    Set<String> leftClasses = new HashSet<>();
    Set<String> leftOfPackages = new HashSet<>();
    Set<String> ofLauncher = new HashSet<>();
    Map<String, String> loaded = new LinkedHashMap<>();
    for (Path log : logs) {
      for (String line : Files.readAllLines(log)) {
        Matcher matcher = LOADED.matcher(line);
        if (matcher.matches()) {
          String name = matcher.group(1).replace('.', '/');
          boolean isLeft = left.matcher(matcher.group(2)).find();
          if (OF_PACKAGES.matcher(matcher.group(2)).find()) {
            if (isLeft) {
              leftOfPackages.add(name);
            } else {
              loaded.putIfAbsent(name, matcher.group(2));
            }
          } else {
            (isLeft ? leftClasses : ofLauncher).add(name);
          }
        }
      }
    }
    // The JVM writes the lambdas of a package's classes down too, as if they were the launcher's.
    leftOfPackages.removeAll(ofLauncher);
    leftClasses.addAll(leftOfPackages);
    ClassList list = new ClassList(root);
    for (Path file : launchers) {
      for (String line : Files.readAllLines(file)) {
        list.ofLauncher(line, leftClasses);
      }
    }
    for (Map.Entry<String, String> each : loaded.entrySet()) {
      list.ofPackage(each.getKey(), each.getValue());
    }
    return List.copyOf(list.lines);
  }

  // Classes of the class path, by name; the JVM checks path, time and size of their jars.
  private void ofLauncher(String line, Set<String> left) {
    if (line.startsWith("#")) {
      return;
    }
    if (line.startsWith("@")) {
      // A lambda's line brings in the class that it is in, and those of its types.
      if (left.stream().noneMatch(line::contains)) {
        lines.add(line);
      }
      return;
    }
    if (!left.contains(line) && !launcher.containsKey(line)) {
      launcher.put(line, launcher.size() + own.size());
      lines.add(line + " id: " + launcher.get(line));
    }
  }

  // Classes of the package's own class loader; the JVM compares size and checksum of each.
  private void ofPackage(String name, String jar) throws IOException {
    try (JarFile file = new JarFile(root.resolve(jar.substring(1)).toFile());
        InputStream in = file.getInputStream(file.getEntry(name + ".class"))) {
      List<String> parents = parents(new DataInputStream(in));
      List<Integer> ids = parents.stream().map(this::id).toList();
      if (ids.contains(-1)) {
        return;
      }
      int id = launcher.size() + own.size();
      own.put(name, id);
      StringBuilder line = new StringBuilder(name + " id: " + id + " super: " + ids.get(0));
      if (ids.size() > 1) {
        line.append(" interfaces:");
        ids.subList(1, ids.size()).forEach(i -> line.append(' ').append(i));
      }
      lines.add(line + " source: " + jar);
    }
  }

  private int id(String name) {
    return own.getOrDefault(name, launcher.getOrDefault(name, -1));
  }

  // The superclass, then the interfaces: JVM specification, 4.1.
  private static List<String> parents(DataInputStream in) throws IOException {
    in.skipNBytes(8);
    int size = in.readUnsignedShort();
    Object[] pool = new Object[size];
    for (int i = 1; i < size; i++) {
      int tag = in.readUnsignedByte();
      switch (tag) {
        case 1 -> pool[i] = in.readUTF();
        case 7 -> pool[i] = in.readUnsignedShort();
        case 8, 16, 19, 20 -> in.skipNBytes(2);
        case 15 -> in.skipNBytes(3);
        case 3, 4, 9, 10, 11, 12, 17, 18 -> in.skipNBytes(4);
        case 5, 6 -> {
          in.skipNBytes(8);
          i++;
        }
        default -> throw new IOException("constant of unknown kind " + tag);
      }
    }
    in.skipNBytes(4);
    List<String> parents = new ArrayList<>();
    parents.add((String) pool[(Integer) pool[in.readUnsignedShort()]]);
    for (int interfaces = in.readUnsignedShort(); interfaces > 0; interfaces--) {
      parents.add((String) pool[(Integer) pool[in.readUnsignedShort()]]);
    }
    return parents;
  }
}
