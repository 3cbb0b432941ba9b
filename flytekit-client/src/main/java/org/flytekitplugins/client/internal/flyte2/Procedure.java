package org.flytekitplugins.client.internal.flyte2;

/** The methods of Flyte 2's services that are called, by the paths that they have. */
public final class Procedure {
  /** Registers a version of a task, whatever is there. */
  public static final String DEPLOY_TASK = "flyteidl2.task.TaskService/DeployTask";

  /** A version of a task. */
  public static final String GET_TASK_DETAILS = "flyteidl2.task.TaskService/GetTaskDetails";

  /** The tasks of a project. */
  public static final String LIST_TASKS = "flyteidl2.task.TaskService/ListTasks";

  /** The versions of a task. */
  public static final String LIST_VERSIONS = "flyteidl2.task.TaskService/ListVersions";

  /** Starts a task. */
  public static final String CREATE_RUN = "flyteidl2.workflow.RunService/CreateRun";

  /** Ends a run. */
  public static final String ABORT_RUN = "flyteidl2.workflow.RunService/AbortRun";

  /** How a run was asked for. */
  public static final String GET_RUN_DETAILS = "flyteidl2.workflow.RunService/GetRunDetails";

  /** How an action is. */
  public static final String GET_ACTION_DETAILS = "flyteidl2.workflow.RunService/GetActionDetails";

  /** The runs of a project. */
  public static final String LIST_RUNS = "flyteidl2.workflow.RunService/ListRuns";

  /** The actions of a run. */
  public static final String LIST_ACTIONS = "flyteidl2.workflow.RunService/ListActions";

  /** What an action was given and what it gives. */
  public static final String GET_ACTION_DATA = "flyteidl2.dataproxy.DataProxyService/GetActionData";

  /** Where a file of an action can be had from. */
  public static final String CREATE_DOWNLOAD_LINK =
      "flyteidl2.dataproxy.DataProxyService/CreateDownloadLink";

  /** Where a file can be put. */
  public static final String CREATE_UPLOAD_LOCATION =
      "flyteidl2.dataproxy.DataProxyService/CreateUploadLocation";

  /** Starts an action below another one. */
  public static final String ENQUEUE = "flyteidl2.actions.ActionsService/Enqueue";

  /** Ends an action. */
  public static final String ABORT_ACTION = "flyteidl2.actions.ActionsService/Abort";

  /** Tells of the actions below another one. */
  public static final String WATCH_FOR_UPDATES = "flyteidl2.actions.ActionsService/WatchForUpdates";

  /** The service that says who gives tokens, and how; its methods are called as Flyte 1's. */
  public static final String AUTH_METADATA = "flyteidl2.auth.AuthMetadataService/";

  private Procedure() {}

  /** The method's own name, for messages. */
  static String name(String procedure) {
    return procedure.substring(procedure.indexOf('/') + 1);
  }
}
