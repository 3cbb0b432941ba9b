package org.flytekitplugins.jflyte.explain.internal;

import static org.flytekitplugins.jflyte.explain.internal.JobView.field;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.Flyte;
import org.flytekitplugins.kubeflow.ReplicaType;
import org.flytekitplugins.kubeflow.internal.ImageReference;
import org.flytekitplugins.spi.Secret;
import org.jspecify.annotations.Nullable;

/** Rules about images, variables and arguments of containers. */
final class ContainerRules {
  private static final Pattern TEMPLATE =
      Pattern.compile("\\{\\{\\s*[.$](?<name>[A-Za-z0-9_.]+)\\s*\\}\\}");
  private static final Pattern SECRET_NAME =
      Pattern.compile("(?i).*(?:PASSWORD|PASSWD|SECRET|API_?KEY|ACCESS_?KEY|PRIVATE_?KEY|_TOKEN)");

  /** The templates that Flyte renders, in lower case. */
  private static final Set<String> KNOWN_TEMPLATES =
      Set.of(
          "input",
          "inputprefix",
          "outputprefix",
          "rawoutputdataprefix",
          "perretryuniquekey",
          "tasktemplatepath",
          "prevcheckpointprefix",
          "checkpointoutputprefix",
          "namespace");

  private static final String OWN_IMAGE = "getImage()";

  private static final String INPUTS = "inputs.";

  private static final String TEMPLATES =
      Sources.flyte("flyteplugins/go/tasks/pluginmachinery/core/template/template.go");

  private static final Rule NO_TAG =
      Rule.warning("image-without-tag", "An image without tag and digest")
          .background(
              "A reference without a tag means `latest`, whatever that is when a pod starts: two"
                  + " replicas of a job, or two attempts, may run different code.")
          .remedy("name the image by its digest (--jib-json), or by a tag at least")
          .source(Sources.kubernetes("concepts/containers/images/#image-names"))
          .looksAtJob(
              (job, hits) ->
                  references(job)
                      .forEach(
                          image -> {
                            if (!isDigest(image.reference) && tag(image.reference) == null) {
                              hits.at(
                                  image.field,
                                  image.reference
                                      + " has no tag, so each pod runs whatever is the latest");
                            }
                          }));

  private static final Rule BY_TAG =
      Rule.note("image-by-tag", "An image by its tag only")
          .background(
              "A tag can be moved. A node that has the image keeps what it has, another one pulls what"
                  + " the tag names now: replicas and attempts may differ, and a registered version of a"
                  + " task is not what it was.")
          .remedy("name the image by its digest (--jib-json does)")
          .source(Sources.kubernetes("concepts/containers/images/#image-names"))
          .looksAtJob(
              (job, hits) ->
                  references(job)
                      .forEach(
                          image -> {
                            String tag = tag(image.reference);
                            if (!isDigest(image.reference) && tag != null) {
                              hits.at(
                                  image.field,
                                  image.reference
                                      + " names a tag, under which there may be another image"
                                      + " tomorrow");
                            }
                          }));

  private static final Rule UNNAMED =
      Rule.note("image-not-given", "An image by a name that stands for nothing yet")
          .background(
              "`{{.image.NAME}}` is resolved when the task is registered, by `--image NAME=REF` or"
                  + " `--jib-json NAME=FILE`. Registration refuses a name that nobody gave.")
          .remedy("give it with --image, here and where the task is registered")
          .source(Sources.kfoperators("common/common_operator.go#L266-L279"))
          .looksAtJob(
              (job, hits) ->
                  images(job)
                      .filter(image -> isName(image.reference))
                      .forEach(
                          image ->
                              hits.at(
                                  image.field,
                                  "is " + image.reference + ", for which no image is given")));

  private static final Rule MALFORMED =
      Rule.error("malformed-image", "An image that can be none")
          .background(
              "What is no reference of an image cannot be pulled: a pod that asks for it waits with"
                  + " `InvalidImageName`, and the job with it. Registration refuses it of a task, the"
                  + " builders of a role.")
          .remedy("write it as registry/name:tag, or as name@ and a digest")
          .source(Sources.kubernetes("concepts/containers/images/#image-names"))
          .looksAtJob(
              (job, hits) ->
                  images(job)
                      .filter(image -> !ImageReference.isValid(image.reference))
                      .forEach(
                          image ->
                              hits.at(
                                  image.field,
                                  "is \""
                                      + image.reference
                                      + "\", which is no reference of an image: the task is not"
                                      + " registered")));

  private static final Rule TASK_IMAGE =
      Rule.note("task-image", "A task in another image than the package")
          .background(
              "A task of Java code runs the launcher, which fetches the package's jars or finds them in"
                  + " the image (`--package-dir`, one for all tasks). An image of the task's own takes the"
                  + " place of `--image` and `--jib-json` for this task: it must have Java and the"
                  + " launcher, and with `--package-dir` the package at the same path.")
          .remedy("build the image on top of the package's own")
          .source(Sources.kfoperators("common/common_operator.go#L266-L279"))
          .looksAtJob(
              (job, hits) -> {
                String own = job.extension().getImage();
                if (own != null && job.task().runsJava()) {
                  hits.at(
                      OWN_IMAGE,
                      own + " must hold the launcher, and the package if --package-dir says so");
                }
              });

  private static final Rule TASK_IMAGE_UNUSED =
      Rule.warning("task-image-unused", "An image of the task that no replica runs in")
          .background(
              "The image of a role takes the place of the task's. Where every role names one, the"
                  + " task's is registered and shown in the console, and nothing runs in it.")
          .remedy("take the image from the roles that are to run in the task's, or from the task")
          .source(Sources.kfoperators("common/common_operator.go#L266-L279"))
          .looksAtJob(
              (job, hits) -> {
                String own = job.extension().getImage();
                if (own != null
                    && job.task().runsJava()
                    && !job.roles().isEmpty()
                    && job.roles(role -> role.image() == null).isEmpty()) {
                  hits.at(OWN_IMAGE, "is " + own + ", but every role runs in an image of its own");
                }
              });

  private static final Rule ROLE_IMAGE =
      Rule.note("role-image", "A role in another image than the package")
          .background(
              "All replicas run the same command line: the launcher, which fetches the package's jars or"
                  + " finds them in the image (`--package-dir`). A role's own image must have Java and the"
                  + " launcher, and with `--package-dir` the package at the same path.")
          .remedy("build the image on top of the package's own")
          .source(Sources.kfoperators("common/common_operator.go#L266-L279"))
          .looksAtJob(
              (job, hits) -> {
                for (ReplicaType type : job.roles()) {
                  String image = job.role(type).image();
                  if (image != null && job.task().runsJava()) {
                    hits.at(
                        field(type, "image"),
                        image
                            + " must hold the launcher, and the package if --package-dir says so");
                  }
                }
              });

  private static final Rule OPERATOR_OVERRIDES =
      Rule.warning("operator-overrides-variable", "A variable that the operator sets")
          .background(
              "The operator appends the variables by which replicas find each other to those of the"
                  + " task, and of two of one name the later counts. A job of one replica gets none, and"
                  + " there a leftover of the task's makes it look for peers.")
          .remedy("leave it to the operator")
          .source(Sources.operator("pkg/controller.v1/tensorflow/tfjob_controller.go#L555-L590"))
          .looksAtJob(
              (job, hits) -> {
                Set<String> operators = job.kind().variableNames();
                variables(job)
                    .forEach(
                        variable -> {
                          if (operators.contains(variable.reference)) {
                            hits.at(
                                variable.field,
                                "sets "
                                    + variable.reference
                                    + ", which the operator sets to tell a replica of its peers");
                          }
                        });
              });

  private static final Rule FLYTE_OVERRIDES =
      Rule.warning("flyte-overrides-variable", "A variable that Flyte sets")
          .background(
              "Flyte appends variables of its own to those of the task: `FLYTE_INTERNAL_…`,"
                  + " `FLYTE_ATTEMPT_NUMBER`, `_F_…`; Flyte 2 also `RUN_NAME`, `ACTION_NAME`,"
                  + " `_U_…`. Of two of one name the later counts.")
          .remedy("use another name")
          .source(
              Sources.flyte("flyteplugins/go/tasks/pluginmachinery/flytek8s/k8s_resource_adds.go"))
          .looksAtJob(
              (job, hits) ->
                  variables(job)
                      .forEach(
                          variable -> {
                            String name = variable.reference;
                            if (name.startsWith("FLYTE_INTERNAL_EXECUTION_")
                                || name.startsWith("FLYTE_INTERNAL_TASK_")
                                || name.startsWith("_F_")
                                || name.equals("FLYTE_ATTEMPT_NUMBER")
                                || name.equals("FLYTE_EXECUTION_URL")
                                || (job.platform().flyte() == Flyte.TWO && isFlyteTwos(name))) {
                              hits.at(
                                  variable.field, "sets " + name + ", which Flyte sets after it");
                            }
                          }));

  private static final Rule SECRET_IN_ENV =
      Rule.warning("secret-in-environment", "A secret among the variables of a task")
          .background(
              "Variables of a task are registered with it. Everybody who may look at the task in the"
                  + " console reads them, and a version of a task is for ever.")
          .remedy("name it in getSecrets(), and read it with Secrets")
          .source(Sources.flyte("flyteidl/protos/flyteidl/core/security.proto"))
          .looksAtJob(
              (job, hits) ->
                  job.task()
                      .env()
                      .forEach(
                          (name, value) -> {
                            if (SECRET_NAME.matcher(name).matches()
                                && !value.isBlank()
                                && !value.startsWith("/")) {
                              hits.at(
                                  "getEnv()." + name,
                                  "is registered in plain text, for everybody who may look at the"
                                      + " task");
                            }
                          }));

  private static final Rule TEMPLATE_IN_ENV =
      Rule.warning("template-in-environment", "A template where Flyte renders none")
          .background(
              "Flyte renders templates in command and arguments only. In a variable they reach the"
                  + " replica as they are written.")
          .remedy("hand it over as an argument")
          .source(TEMPLATES)
          .looksAtJob(
              (job, hits) ->
                  job.task()
                      .env()
                      .forEach(
                          (name, value) -> {
                            if (TEMPLATE.matcher(value).find()) {
                              hits.at(
                                  "getEnv()." + name,
                                  "holds " + value + ", which reaches the replica as it is");
                            }
                          }));

  private static final Rule UNKNOWN_TEMPLATE =
      Rule.warning("unknown-template", "A template that Flyte does not know")
          .background(
              "Flyte renders the templates that it knows, and inputs by their names, in command and"
                  + " arguments. Another one is left as it is written; one of an input that there is"
                  + " not fails the task when it is to start.")
          .remedy("use one that there is, such as {{.inputs.NAME}} or {{.outputPrefix}}")
          .source(TEMPLATES)
          .looksAtJob(
              (job, hits) -> {
                for (String argument : job.task().commandLine()) {
                  Matcher template = TEMPLATE.matcher(argument);
                  while (template.find()) {
                    String name = template.group("name");
                    String lowerCase = name.toLowerCase(Locale.ROOT);
                    boolean isInput = lowerCase.startsWith(INPUTS);
                    if (isInput
                        ? !job.task().inputs().contains(name.substring(INPUTS.length()))
                        : !KNOWN_TEMPLATES.contains(lowerCase)) {
                      hits.at(
                          "getArgs()",
                          "holds "
                              + template.group()
                              + (isInput
                                  ? ", but the task has no such input"
                                  : ", which Flyte leaves as it is"));
                    }
                  }
                }
              });

  private static final Rule NO_OUTPUT_PREFIX =
      Rule.warning("outputs-without-prefix", "Outputs, and no way to write them")
          .background(
              "A task with outputs must leave `outputs.pb` below its output prefix. A program that is"
                  + " not told the prefix cannot; the job succeeds, and the task fails with"
                  + " `OutputsNotFound`, over and over as long as it has retries.")
          .remedy("hand {{.outputPrefix}} over as an argument, or declare no outputs")
          .source(Sources.flyte("flytepropeller/pkg/controller/nodes/task/handler.go#L841-L925"))
          .looksAtJob(
              (job, hits) -> {
                boolean isTold =
                    job.task().commandLine().stream()
                        .map(argument -> argument.toLowerCase(Locale.ROOT))
                        .anyMatch(argument -> argument.contains("outputprefix"));
                if (!job.task().runsJava() && !job.task().outputs().isEmpty() && !isTold) {
                  hits.at(
                      "getArgs()",
                      "does not tell the program where the outputs go, and the task has "
                          + String.join(", ", job.task().outputs().stream().sorted().toList()));
                }
              });

  static final List<Rule> ALL =
      List.of(
          NO_TAG,
          BY_TAG,
          UNNAMED,
          MALFORMED,
          ROLE_IMAGE,
          TASK_IMAGE,
          TASK_IMAGE_UNUSED,
          OPERATOR_OVERRIDES,
          FLYTE_OVERRIDES,
          SECRET_IN_ENV,
          TEMPLATE_IN_ENV,
          UNKNOWN_TEMPLATE,
          NO_OUTPUT_PREFIX);

  private ContainerRules() {}

  /** A value, and the field that holds it. */
  private record Held(String field, String reference) {}

  /** The images that replicas run in, each with the field that names it. */
  private static Stream<Held> images(JobView job) {
    List<Held> images = new ArrayList<>();
    String own = job.task().image();
    if (own != null) {
      images.add(new Held(job.task().namesImage() ? OWN_IMAGE : "--image", job.resolved(own)));
    }
    for (ReplicaType type : job.roles()) {
      String image = job.role(type).image();
      if (image != null) {
        images.add(new Held(field(type, "image"), job.resolved(image)));
      }
    }
    return images.stream();
  }

  /** Those of them of which it is known which they are. */
  private static Stream<Held> references(JobView job) {
    return images(job).filter(image -> ImageReference.isReference(image.reference));
  }

  /** Whether an image is a name for which nobody has given one. */
  private static boolean isName(String image) {
    return ImageReference.isValid(image) && !ImageReference.isReference(image);
  }

  /** The names of the variables that the task asks for, each with the field that does. */
  private static List<Held> variables(JobView job) {
    List<Held> variables = new ArrayList<>();
    job.task().env().keySet().forEach(name -> variables.add(new Held("getEnv()." + name, name)));
    job.podTemplate()
        .ifPresent(
            template ->
                template
                    .variables()
                    .forEach(name -> variables.add(new Held("getPodTemplate()", name))));
    for (Secret secret : job.extension().getSecrets()) {
      String name = secret.environmentName();
      if (name != null) {
        variables.add(new Held("getSecrets()", name));
      }
    }
    return variables;
  }

  private static boolean isFlyteTwos(String variable) {
    return variable.equals("RUN_NAME")
        || variable.equals("ACTION_NAME")
        || variable.startsWith("_U_")
        || variable.startsWith("FLYTE_INTERNAL_");
  }

  private static boolean isDigest(String image) {
    return image.contains("@");
  }

  private static @Nullable String tag(String image) {
    int colon = image.indexOf(':', image.lastIndexOf('/') + 1);
    return colon < 0 ? null : image.substring(colon + 1);
  }
}
