package org.flytekitplugins.examples.docs;

import org.flytekitplugins.examples.TrainDigits;
import org.flytekitplugins.spi.PodTemplate;

/** The training of digits, where they are in a volume and nodes are kept for it. */
public class TrainOnOwnNodes extends TrainDigits {
  // snippet: pods
  @Override
  public PodTemplate getPodTemplate() {
    return PodTemplate.ofYaml(
        """
        metadata:
          labels: {team: vision}
        spec:
          nodeSelector: {disk: fast}
          tolerations:
          - {key: dedicated, value: training, effect: NoSchedule}
          volumes:
          - name: digits
            persistentVolumeClaim: {claimName: digits, readOnly: true}
          containers:
          - name: primary
            volumeMounts:
            - {name: digits, mountPath: /digits}
        """);
  }
  // end
}
