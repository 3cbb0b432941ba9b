package org.flytekitplugins.jflyte.publish;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.UnsafeByteOperations;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlan;
import flyteidl.admin.LaunchPlanOuterClass.LaunchPlanClosure;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.flytekitplugins.client.internal.flyte2.DefaultInputs;
import org.flytekitplugins.client.internal.flyte2.DeployedTask;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.flytekitplugins.jflyte.idl.StableBytes;

/**
 * A file that {@code flytectl register files} takes. Its name is stock jflyte's: a number that
 * keeps the order, the entity's name, and 1 for a task, 2 for a workflow, 3 for a launch plan.
 *
 * @param name the file's name
 * @param content a {@code TaskSpec}, {@code WorkflowSpec} or {@code LaunchPlan}; equal entities
 *     give equal bytes
 * @see <a
 *     href="https://github.com/flyteorg/flyte/blob/v1.16.8/flytectl/cmd/register/register_util.go">register_util.go</a>
 */
public record SerializedFile(String name, ByteString content) {
  // What is more than a name to a file system, or takes more than one byte there.
  private static final Pattern UNSAFE = Pattern.compile("[^A-Za-z0-9._$ ~+@=,()-]");
  private static final int LONGEST = 200;

  /** The files of all entities of a package. */
  public static List<SerializedFile> of(ProjectClosure closure) {
    int size = closure.tasks().size() + closure.workflows().size() + closure.launchPlans().size();
    int digits = Integer.toString(size).length();
    List<SerializedFile> files = new ArrayList<>(size);
    closure.tasks().forEach(task -> add(files, digits, task.getId().getName(), 1, task.getSpec()));
    closure
        .workflows()
        .forEach(workflow -> add(files, digits, workflow.getId().getName(), 2, workflow.getSpec()));
    closure
        .launchPlans()
        .forEach(
            plan ->
                add(
                    files,
                    digits,
                    plan.getId().getName(),
                    3,
                    LaunchPlan.newBuilder()
                        .setId(plan.getId())
                        .setSpec(plan.getSpec())
                        // 'flytectl compile' reads the inputs that are in it, without a look
                        // whether it is there.
                        .setClosure(LaunchPlanClosure.getDefaultInstance())
                        .build()));
    return files;
  }

  /** The files of a package of tasks only for Flyte 2: its own form of TaskSpec. */
  public static List<SerializedFile> ofFlyte2(ProjectClosure driven) {
    int digits = Integer.toString(driven.tasks().size()).length();
    List<SerializedFile> files = new ArrayList<>();
    driven
        .tasks()
        .forEach(
            task -> {
              DeployedTask deployed =
                  DeployedTask.of(
                      task.getSpec().getTemplate().toBuilder().setId(task.getId()).build(),
                      DefaultInputs.in(task.getSpec()));
              files.add(
                  new SerializedFile(
                      name(files, digits, task.getId().getName(), 1), deployed.toSpec()));
            });
    return files;
  }

  private static void add(
      List<SerializedFile> files, int digits, String entity, int kind, Message message) {
    files.add(
        new SerializedFile(
            name(files, digits, entity, kind),
            UnsafeByteOperations.unsafeWrap(StableBytes.of(message))));
  }

  private static String name(List<SerializedFile> files, int digits, String entity, int kind) {
    String number = Integer.toString(files.size());
    return String.format(
        Locale.ROOT,
        "%s%s_%s_%d.pb",
        "0".repeat(digits - number.length()),
        number,
        fileName(entity),
        kind);
  }

  /** An entity's name as a part of a file's name; the number in front keeps it unique. */
  private static String fileName(String entity) {
    String safe = UNSAFE.matcher(entity).replaceAll("-");
    return safe.substring(0, Math.min(safe.length(), LONGEST));
  }
}
