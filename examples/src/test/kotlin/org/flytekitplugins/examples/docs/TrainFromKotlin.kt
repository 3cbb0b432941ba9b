package org.flytekitplugins.examples.docs

import org.flyte.flytekit.SdkBindingDataFactory
import org.flyte.flytekit.SdkLiteralTypes
import org.flytekitplugins.client.FlyteClient
import org.flytekitplugins.client.Launch

// snippet: client
/** Trains on the cluster, and gives what the task gave. */
fun train(flyte: FlyteClient, rows: Long): Long {
  val launch =
    Launch.task("com.acme.Train")
      .input(SdkLiteralTypes.integers().asSdkType("i"), SdkBindingDataFactory.of(rows))
      .build()
  val run = flyte.launch(launch).join()
  run.watch().join().failure()?.let { error(it.summary()) }
  return run.outputs(SdkLiteralTypes.integers().asSdkType("o")).join().get()
}

// end
