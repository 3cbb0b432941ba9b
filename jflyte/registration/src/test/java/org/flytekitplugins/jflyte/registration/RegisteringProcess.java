package org.flytekitplugins.jflyte.registration;

import org.flytekitplugins.client.internal.admin.AdminClient;
import org.flytekitplugins.client.internal.config.AdminConfig;

/** A process that registers: endpoint, number of tasks, concurrency. Prints the summary. */
public final class RegisteringProcess {
  private RegisteringProcess() {}

  public static void main(String[] args) {
    try (AdminClient client = AdminClient.connect(AdminConfig.plaintext(args[0]))) {
      RegistrationReport report =
          new Registration(
                  client, RegistrationOptions.defaults().withConcurrency(Integer.parseInt(args[2])))
              .register(ClosedPackages.of(Integer.parseInt(args[1])));
      System.out.println(report.summary());
      System.exit(report.isComplete() ? 0 : 1);
    }
  }
}
