import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * Writes and compiles a package of many tasks and half as many workflows, each of which applies two
 * of the tasks. Arguments: the number of tasks, the folder for classes, the class path to compile
 * with.
 */
final class ManyTasks {
  private static final String TASK =
      """
      package many;
      import org.flyte.flytekit.*;
      public final class Task%04d
          extends SdkRunnableTask<SdkBindingData<Long>, SdkBindingData<Long>> {
        private static final long serialVersionUID = 1L;
        public Task%04d() {
          super(SdkLiteralTypes.integers().asSdkType("in"), SdkLiteralTypes.integers().asSdkType("out"));
        }
        @Override public SdkBindingData<Long> run(SdkBindingData<Long> in) {
          return SdkBindingDataFactory.of(in.get() + 1);
        }
      }
      """;
  private static final String WORKFLOW =
      """
      package many;
      import org.flyte.flytekit.*;
      public final class Workflow%04d extends SdkWorkflow<SdkBindingData<Long>, SdkBindingData<Long>> {
        public Workflow%04d() {
          super(SdkLiteralTypes.integers().asSdkType("in"), SdkLiteralTypes.integers().asSdkType("out"));
        }
        @Override protected SdkBindingData<Long> expand(SdkWorkflowBuilder builder, SdkBindingData<Long> in) {
          var first = builder.apply("first", new Task%04d(), in).getOutputs();
          return builder.apply("second", new Task%04d(), first).getOutputs();
        }
      }
      """;

  public static void main(String[] args) throws IOException {
    int tasks = Integer.parseInt(args[0]);
    Path classes = Path.of(args[1]);
    Path sources = Files.createTempDirectory("many-tasks").resolve("many");
    Files.createDirectories(sources);
    List<String> taskNames = new ArrayList<>();
    List<String> workflowNames = new ArrayList<>();
    List<Path> files = new ArrayList<>();
    for (int i = 0; i < tasks; i++) {
      String name = String.format(Locale.ROOT, "Task%04d", i);
      taskNames.add("many." + name);
      files.add(Files.writeString(sources.resolve(name + ".java"), TASK.formatted(i, i)));
    }
    for (int i = 0; i < tasks / 2; i++) {
      String name = String.format(Locale.ROOT, "Workflow%04d", i);
      workflowNames.add("many." + name);
      files.add(
          Files.writeString(
              sources.resolve(name + ".java"), WORKFLOW.formatted(i, i, 2 * i, 2 * i + 1)));
    }
    Path services = Files.createDirectories(classes.resolve("META-INF/services"));
    Files.write(services.resolve("org.flyte.flytekit.SdkRunnableTask"), taskNames);
    Files.write(services.resolve("org.flyte.flytekit.SdkWorkflow"), workflowNames);
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  null,
                  manager,
                  null,
                  List.of("-d", classes.toString(), "-cp", args[2], "--release", "17", "-proc:none"),
                  null,
                  manager.getJavaFileObjectsFromPaths(files))
              .call();
      if (!compiled) {
        System.exit(1);
      }
    }
  }
}
