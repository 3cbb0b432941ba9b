package org.flytekitplugins.jflyte.tests;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.flytekitplugins.jflyte.tests.RoomsTable.Row;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The tables of docs/architecture.md are what the classes do, and nothing goes round in a circle.
 */
class ArchitectureTest {
  private static final Path ROOT = Path.of("..", "..");
  private static final Path DOCUMENT = ROOT.resolve("docs/architecture.md");
  private static final String JFLYTE = "org.flytekitplugins.jflyte";

  /** What the tables call the libraries of others, by the beginnings of their classes' names. */
  private static final Map<String, String> LIBRARIES =
      Map.ofEntries(
          Map.entry("org.flyte.api.", "flytekit-api"),
          Map.entry("org.flyte.jflyte.api.", "jflyte-api"),
          Map.entry("org.flyte.flytekit.", "flytekit-java"),
          Map.entry("org.flyte.flytekit.jackson.", "flytekit-jackson"),
          Map.entry("org.flyte.localengine.", "flytekit-local-engine"),
          Map.entry("flyteidl.", "flyteidl-protos"),
          Map.entry("com.google.protobuf.", "protobuf"),
          Map.entry("io.grpc.", "gRPC"),
          Map.entry("com.fasterxml.jackson.core.", "jackson-core"),
          Map.entry("com.fasterxml.jackson.databind.", "jackson-databind"),
          Map.entry("io.fabric8.kubernetes.", "kubernetes-model"),
          Map.entry("org.yaml.snakeyaml.", "snakeyaml"),
          Map.entry("picocli.", "picocli"),
          Map.entry("org.tensorflow.", "TensorFlow Java"),
          Map.entry("org.bytedeco.", "TensorFlow Java"),
          Map.entry("org.junit.", "JUnit"),
          Map.entry("org.opentest4j.", "JUnit"),
          Map.entry("kotlin.", "kotlin-stdlib"));

  // What every class may speak of: Java, and annotations that are gone when it runs.
  private static final List<String> EVERYBODYS =
      List.of(
          "java.",
          "javax.",
          "com.sun.management.",
          "com.sun.net.httpserver.",
          "org.jspecify.",
          "org.jetbrains.annotations.",
          "com.google.auto.");

  private static final Map<String, Row> MODULES = new LinkedHashMap<>();
  private static final Map<String, JavaClasses> CLASSES = new LinkedHashMap<>();
  private static final Map<String, String> MODULE_OF = new HashMap<>();

  @BeforeAll
  static void readTableAndClasses() throws IOException {
    for (Row row :
        RoomsTable.read(DOCUMENT, "| folder | package | what lives there | depends on |")) {
      // Those that are used as users use them are nobody's room.
      Path folder = ROOT.resolve(row.room().get(0));
      if (row.dependsOn().equals(List.of("as a user"))
          || !Files.isDirectory(folder.resolve("src/main"))) {
        continue;
      }
      Path classes = folder.resolve("target/classes");
      assertThat(classes).as("compiled before").isDirectory();
      String module = row.room().get(row.room().size() - 1);
      MODULES.put(module, row);
      CLASSES.put(module, new ClassFileImporter().importPaths(classes));
      assertThat(CLASSES.get(module)).as("classes of " + folder).isNotEmpty();
      CLASSES.get(module).forEach(type -> MODULE_OF.put(type.getName(), module));
    }
  }

  @Test
  void everyModuleIsInTheTable() throws IOException {
    Set<String> folders = new TreeSet<>();
    for (Path parent : List.of(ROOT, ROOT.resolve("jflyte"))) {
      try (var children = Files.list(parent)) {
        children
            .filter(child -> Files.isDirectory(child.resolve("src/main")))
            .forEach(child -> folders.add(ROOT.relativize(child).toString().replace('\\', '/')));
      }
    }

    assertThat(RoomsTable.read(DOCUMENT, "| folder | package | what lives there | depends on |"))
        .flatExtracting(row -> row.room().isEmpty() ? List.of() : row.room().subList(0, 1))
        .containsAll(folders);
  }

  @Test
  void modulesDependOnWhatTheirRowsNameAndOnWhatTheseDependOn() {
    Map<String, Set<String>> unnamed = new TreeMap<>();
    Map<String, Set<String>> unused = new TreeMap<>();
    for (String module : MODULES.keySet()) {
      Set<String> uses = new TreeSet<>();
      CLASSES.get(module).forEach(type -> uses.addAll(namesOf(type)));
      uses.remove(module);
      TreeSet<String> more = new TreeSet<>(uses);
      more.removeAll(reachable(module));
      TreeSet<String> fewer = new TreeSet<>(MODULES.get(module).dependsOn());
      fewer.removeAll(uses);
      put(unnamed, module, more);
      put(unused, module, fewer);
    }

    assertThat(unnamed).as("depended on, but not named").isEmpty();
    assertThat(unused).as("named, but not depended on").isEmpty();
  }

  @Test
  void roomsOfJflyteDependOnTheRoomsThatTheirRowsName() throws IOException {
    Map<String, String> rows = new TreeMap<>();
    String module = "";
    for (Row row :
        RoomsTable.read(DOCUMENT, "| module | package | what lives there | depends on |")) {
      module = row.room().isEmpty() ? module : row.room().get(0);
      for (String room : row.packages()) {
        rows.put(room, module + " " + new TreeSet<>(row.dependsOn()));
      }
    }

    assertThat(rows).isEqualTo(roomsOfJflyte());
  }

  @Test
  void noPackageIsInTwoModules() {
    Map<String, Set<String>> modules = new TreeMap<>();
    CLASSES.forEach(
        (module, classes) ->
            classes.forEach(
                type ->
                    modules
                        .computeIfAbsent(type.getPackageName(), name -> new TreeSet<>())
                        .add(module)));

    assertThat(modules.values()).allMatch(of -> of.size() == 1);
  }

  @Test
  void packagesDoNotDependOnEachOtherInACircle() {
    SlicesRuleDefinition.slices()
        .assignedFrom(new Rooms())
        .should()
        .beFreeOfCycles()
        .check(new ClassFileImporter().importPaths(folders()));
  }

  private static List<Path> folders() {
    return MODULES.values().stream()
        .map(row -> ROOT.resolve(row.room().get(0)).resolve("target/classes"))
        .toList();
  }

  /** What a module may use: what its row names, and the rows of these in turn. */
  private static Set<String> reachable(String module) {
    Set<String> reached = new LinkedHashSet<>();
    List<String> next = new ArrayList<>(MODULES.get(module).dependsOn());
    while (!next.isEmpty()) {
      String name = next.remove(0);
      if (reached.add(name) && MODULES.containsKey(name)) {
        next.addAll(MODULES.get(name).dependsOn());
      }
    }
    return reached;
  }

  private static Set<String> namesOf(JavaClass type) {
    return type.getDirectDependenciesFromSelf().stream()
        .map(Dependency::getTargetClass)
        .map(JavaClass::getBaseComponentType)
        .filter(target -> !target.isPrimitive())
        .map(JavaClass::getName)
        .filter(name -> EVERYBODYS.stream().noneMatch(name::startsWith))
        .map(name -> MODULE_OF.getOrDefault(name, library(name)))
        .collect(toCollection(TreeSet::new));
  }

  private static String library(String type) {
    return LIBRARIES.entrySet().stream()
        .filter(library -> type.startsWith(library.getKey()))
        .max(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .orElse(type);
  }

  /** Each room with its module and the rooms that it depends on. */
  private static Map<String, String> roomsOfJflyte() {
    Map<String, Set<String>> rooms = new TreeMap<>();
    Map<String, String> modules = new TreeMap<>();
    CLASSES.forEach(
        (module, classes) ->
            classes.forEach(
                type -> {
                  String room = roomOf(type);
                  if (!room.isEmpty() && !module.equals("jflyte-testing")) {
                    modules.put(room, folder(module));
                    Set<String> uses = rooms.computeIfAbsent(room, name -> new TreeSet<>());
                    type.getDirectDependenciesFromSelf()
                        .forEach(
                            to -> uses.add(roomOf(to.getTargetClass().getBaseComponentType())));
                    uses.removeAll(Set.of("", room));
                  }
                }));
    Map<String, String> all = new TreeMap<>();
    rooms.forEach((room, uses) -> all.put(room, modules.get(room) + " " + uses));
    return all;
  }

  private static String folder(String module) {
    return MODULES.get(module).room().get(0).replace("jflyte/", "");
  }

  // Packages within a room are of it; what every room speaks of, or does the same way, is in none.
  private static String roomOf(JavaClass type) {
    String name = type.getPackageName();
    return name.startsWith(JFLYTE + ".") && !name.startsWith(JFLYTE + ".internal")
        ? name.substring(JFLYTE.length() + 1).replaceAll("\\..*", "")
        : "";
  }

  /** A package and the one of its own that is nobody's API are one room. */
  private static final class Rooms implements SliceAssignment {
    @Override
    public SliceIdentifier getIdentifierOf(JavaClass type) {
      return SliceIdentifier.of(type.getPackageName().replaceAll("\\.internal$", ""));
    }

    @Override
    public String getDescription() {
      return "packages";
    }
  }

  private static void put(Map<String, Set<String>> to, String module, Set<String> names) {
    if (!names.isEmpty()) {
      to.put(module, names);
    }
  }
}
