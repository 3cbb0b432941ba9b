package org.flytekitplugins.jflyte.publish;

import static org.assertj.core.api.Assertions.assertThat;

import flyteidl.admin.TaskOuterClass.TaskCreateRequest;
import flyteidl.core.IdentifierOuterClass.Identifier;
import java.util.List;
import java.util.stream.Stream;
import org.flytekitplugins.jflyte.closure.ProjectClosure;
import org.junit.jupiter.api.Test;

class SerializedFileTest {
  @Test
  void aNameIsThatOfTheEntity() {
    assertThat(names("com.acme.Train", "com.acme.Outer$Inner"))
        .containsExactly("0_com.acme.Train_1.pb", "1_com.acme.Outer$Inner_1.pb");
  }

  @Test
  void aNameThatIsMoreThanANameToAFileSystemStaysInTheFolder() {
    assertThat(names("../../etc/passwd", "a\\b:c", "größe", "n".repeat(255)))
        .containsExactly(
            "0_..-..-etc-passwd_1.pb",
            "1_a-b-c_1.pb",
            "2_gr--e_1.pb",
            "3_" + "n".repeat(200) + "_1.pb");
  }

  private static List<String> names(String... tasks) {
    List<TaskCreateRequest> requests =
        Stream.of(tasks)
            .map(
                name ->
                    TaskCreateRequest.newBuilder()
                        .setId(Identifier.newBuilder().setName(name))
                        .build())
            .toList();
    return SerializedFile.of(new ProjectClosure(requests, List.of(), List.of())).stream()
        .map(SerializedFile::name)
        .toList();
  }
}
