package org.flytekitplugins.jflyte.explain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.flytekitplugins.jflyte.explain.internal.JobPlace;
import org.flytekitplugins.jflyte.explain.internal.JobView;
import org.flytekitplugins.kubeflow.Replica;
import org.flytekitplugins.kubeflow.ResourceForm;
import org.flytekitplugins.kubeflow.internal.Replicas;

/**
 * The pod of one replica, in an execution that there has not been yet.
 *
 * @param name what it will be called, with placeholders for what an execution decides
 * @param namespace where it will be, unless an installation says otherwise
 * @param replica whose pod it is
 * @param container the name of its container that trains
 * @param variables by which the operator tells it who it is
 */
public record PodPicture(
    String name,
    String namespace,
    Replica replica,
    String container,
    SortedMap<String, String> variables) {
  static List<PodPicture> of(JobView job) {
    ResourceForm form = job.kind().resourceForm();
    JobPlace place = JobPlace.of(job.platform().flyte());
    SortedMap<Replica, String> addresses = new TreeMap<>();
    for (Replica replica : Replicas.of(job.cluster())) {
      addresses.put(replica, form.address(place.namespace(), place.name(), replica));
    }
    List<PodPicture> pods = new ArrayList<>();
    for (Replica replica : addresses.keySet()) {
      pods.add(
          new PodPicture(
              place.name() + "-" + replica,
              place.namespace(),
              replica,
              form.containerName(),
              new TreeMap<>(job.kind().variables(job.cluster(), replica, addresses))));
    }
    return Collections.unmodifiableList(pods);
  }
}
