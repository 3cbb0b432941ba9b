package org.flytekitplugins.jflyte.publish;

import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.core.IdentifierOuterClass.Identifier;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.jflyte.JflyteException;
import org.flytekitplugins.jflyte.artifact.Artifact;
import org.flytekitplugins.jflyte.closure.PackageSource;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.jflyte.registration.StagedElsewhere;
import org.flytekitplugins.jflyte.staging.RecordedArtifacts;
import org.flytekitplugins.jflyte.staging.StagedCopy;
import org.flytekitplugins.jflyte.storage.BlobStore;

/**
 * Takes the files that a version is registered with for those of a package that was built anew from
 * the same sources: its jars have other times and so other names, but hold the same.
 */
public final class RegisteredFiles {
  private final ClosedPackage closed;
  private final StagedCopy copies;
  private final Consumer<String> notes;
  private final Map<String, Path> files;
  private final Map<Artifact, Boolean> compared = new HashMap<>();

  private RegisteredFiles(ClosedPackage closed, StagedCopy copies, Consumer<String> notes) {
    this.closed = closed;
    this.copies = copies;
    this.notes = notes;
    this.files =
        closed.filesToStage().stream()
            .collect(
                Collectors.toMap(
                    file -> String.valueOf(file.getFileName()),
                    file -> file,
                    (one, other) -> one)); // two of one name are refused when they are staged
  }

  /**
   * The package with the files that are registered, wherever they hold the same as its own. Those
   * are not staged.
   *
   * @param environment says where blobs are
   * @param concurrency how many calls of flyteadmin are under way at a time, 1 or more
   * @param notes hears, in a sentence, of a registered file that cannot be read
   * @throws JflyteException if flyteadmin could not be asked
   */
  public static ClosedPackage reuse(
      ClosedPackage closed,
      AdminClient admin,
      LauncherEnvironment environment,
      int concurrency,
      Consumer<String> notes) {
    if (!(closed.source() instanceof PackageSource.Staged)) {
      return closed;
    }
    Map<Identifier, List<Artifact>> elsewhere =
        StagedElsewhere.find(admin, closed.closure().tasks(), concurrency);
    if (elsewhere.isEmpty()) {
      return closed;
    }
    StagedCopy copies = new StagedCopy(BlobStore.of(environment.variables()));
    return new RegisteredFiles(closed, copies, notes).reuse(elsewhere);
  }

  private ClosedPackage reuse(Map<Identifier, List<Artifact>> elsewhere) {
    Map<Identifier, Map<String, String>> locations = new HashMap<>();
    Map<String, String> ofAny = new HashMap<>();
    elsewhere.forEach(
        (task, artifacts) -> {
          Map<String, String> same =
              artifacts.stream()
                  .filter(this::isSame)
                  .collect(Collectors.toMap(Artifact::name, Artifact::location));
          locations.put(task, same);
          same.forEach(ofAny::putIfAbsent);
        });
    ProjectClosure closure = closed.closure();
    // A task that a registration before did not come to has its files where the others have them.
    List<TaskCreateRequest> tasks =
        closure.tasks().stream()
            .map(
                task ->
                    StagedElsewhere.relocated(task, locations.getOrDefault(task.getId(), ofAny)))
            .toList();
    return new ClosedPackage(
        new ProjectClosure(tasks, closure.workflows(), closure.launchPlans()),
        closed.source(),
        filesOf(tasks),
        closed.stagingLocation());
  }

  private boolean isSame(Artifact registered) {
    return compared.computeIfAbsent(registered, this::compare);
  }

  private boolean compare(Artifact registered) {
    Path file = files.get(registered.name());
    if (file == null) {
      return false;
    }
    try {
      return copies.isSame(registered, file);
    } catch (UncheckedIOException | JflyteException e) {
      notes.accept(
          String.format(
              "%s is registered at %s, but cannot be compared with %s: %s",
              registered.name(), registered.location(), file, e.getMessage()));
      return false;
    }
  }

  /** The files that tasks still want where this package has them. */
  private List<Path> filesOf(List<TaskCreateRequest> tasks) {
    Set<Artifact> wanted = new HashSet<>();
    tasks.forEach(task -> wanted.addAll(RecordedArtifacts.of(task.getSpec().getTemplate())));
    Set<String> names = new HashSet<>();
    ((PackageSource.Staged) closed.source())
        .artifacts().stream().filter(wanted::contains).forEach(own -> names.add(own.name()));
    return closed.filesToStage().stream()
        .filter(file -> names.contains(String.valueOf(file.getFileName())))
        .toList();
  }
}
