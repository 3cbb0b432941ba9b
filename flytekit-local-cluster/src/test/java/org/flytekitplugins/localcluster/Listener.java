package org.flytekitplugins.localcluster;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.flytekitplugins.kubeflow.TrainingContext;

/** A replica that listens where the others think it does, until it is stopped. */
final class Listener {
  private Listener() {}

  public static void main(String[] arguments) throws IOException {
    TrainingContext context = TrainingContext.current();
    String address = context.addresses().get(context.replica());
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      System.out.println("listening");
      socket.accept().close();
    }
  }
}
