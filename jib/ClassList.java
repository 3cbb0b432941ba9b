import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Writes the list of classes for a class-data archive: those of Java itself and of the jars of
 * others, and never our own or a user's, whose jars and folders change while their names, times and
 * often sizes stay (an archive would bring old code back). Arguments: what {@code
 * -XX:DumpLoadedClassList} wrote, what {@code -Xlog:class+load} wrote, the image's root file
 * system, a regular expression for jars to leave out beside ours; the list goes to the standard
 * output.
 */
final class ClassList {
  private static final Pattern LOADED =
      Pattern.compile("(?:\\[[^]]*\\])*\\s*([\\w.$/]+) source: (?:file:)?(/\\S+\\.jar)");

  /** Our artifacts, whatever their version: those of org.flyte have other names. */
  private static final String OWN =
      "/(flytekit-(allreduce|client|jflyte|kubeflow|local-cluster|pytorch|task-spi|tensorflow|training-report)"
          + "|jflyte-(explain|local|module-blobs|module-gs|module-s3|registration|runtime|testing))-[^/]*\\.jar$";

  private final Map<String, Integer> launcher = new HashMap<>();
  private final Map<String, Integer> own = new HashMap<>();
  private final Path root;
  private final List<String> lines = new ArrayList<>();

  private ClassList(Path root) {
    this.root = root;
  }

  public static void main(String[] arguments) throws IOException {
    Pattern left = Pattern.compile(OWN + "|" + arguments[3]);
    Set<String> leftClasses = new HashSet<>();
    List<String[]> loaded = new ArrayList<>();
    for (String line : Files.readAllLines(Path.of(arguments[1]))) {
      Matcher matcher = LOADED.matcher(line);
      if (matcher.matches()) {
        String name = matcher.group(1).replace('.', '/');
        if (left.matcher(matcher.group(2)).find()) {
          leftClasses.add(name);
        } else {
          loaded.add(new String[] {name, matcher.group(2)});
        }
      }
    }
    ClassList list = new ClassList(Path.of(arguments[2]));
    for (String line : Files.readAllLines(Path.of(arguments[0]))) {
      list.ofLauncher(line, leftClasses);
    }
    for (String[] parts : loaded) {
      if (parts[1].startsWith("/app/")) {
        list.ofPackage(parts[0], parts[1]);
      }
    }
    list.lines.forEach(System.out::println);
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
    if (!left.contains(line)) {
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
