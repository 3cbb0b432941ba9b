package org.flytekitplugins.jflyte.dynamic;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.util.Structs;
import com.google.protobuf.util.Values;
import flyteidl.core.Tasks.Container;
import flyteidl.core.Tasks.TaskTemplate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What the pod of a dynamic task knows of images, by its own template. */
class OwnTemplateTest {
  private static final TaskTemplate IN_OWN_IMAGE =
      TaskTemplate.newBuilder().setContainer(Container.newBuilder().setImage("own:1")).build();

  @Test
  void tasksThatNameNoImageRunInItsOwn() {
    assertThat(images(IN_OWN_IMAGE)).isEqualTo(Map.of("default", "own:1"));
    assertThat(images(named(IN_OWN_IMAGE, "gpu", "gpu:1")))
        .isEqualTo(Map.of("default", "own:1", "gpu", "gpu:1"));
  }

  @Test
  void theImageOfThePackageComesBeforeItsOwn() {
    assertThat(images(named(IN_OWN_IMAGE, "default", "app:1")))
        .isEqualTo(Map.of("default", "app:1"));
  }

  @Test
  void thatOfAPodTemplateIsTheTasksAlone() {
    assertThat(images(TaskTemplate.getDefaultInstance())).isEmpty();
    assertThat(images(named(TaskTemplate.getDefaultInstance(), "default", "app:1")))
        .isEqualTo(Map.of("default", "app:1"));
  }

  private static Map<String, String> images(TaskTemplate template) {
    return new OwnTemplate(template).images().references();
  }

  private static TaskTemplate named(TaskTemplate template, String name, String image) {
    return template.toBuilder()
        .setCustom(
            Structs.of(
                "jflyte",
                Values.of(Structs.of("images", Values.of(Structs.of(name, Values.of(image)))))))
        .build();
  }
}
