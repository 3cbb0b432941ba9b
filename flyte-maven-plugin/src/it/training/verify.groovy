def admin = context.get('admin')
try {
  def log = new File(basedir, 'build.log').getText('UTF-8')
  // One build after the other.
  def builds = log.split('\\[INFO\\] Scanning for projects')[1..-1]
  assert builds.size() == 5

  def explained = '[INFO] com.acme.Train: TFJob of 1 worker, 1 ps'
  assert builds[0].contains(explained)
  assert builds[1].contains(explained)
  assert !builds[2].contains(explained)
  assert builds[2].contains('[INFO] nothing has changed since it was explained')

  assert builds[1].contains('[INFO] 1 task, 1 workflow, 1 launch plan serialized to ')
  assert new File(basedir, 'target/flyte/protos').list().toList().sort() ==
      ['0_com.acme.Train_1.pb', '1_com.acme.Training_2.pb', '2_com.acme.Training_3.pb']

  assert builds[1] =~ /\[INFO\] 1 task, 1 workflow, 1 launch plan registered in /
  def task = admin.taskRequests()[0]
  assert task.id.version == '1.0'
  assert task.spec.template.container.image == 'registry.example/acme@sha256:' + '1' * 64
  assert task.spec.template.container.argsList.contains('/app/resources:/app/classes:/app/libs/*')

  def started = admin.executionRequests()
  assert started.size() == 1
  assert started[0].inputs.literalsMap.steps.scalar.primitive.integer == 21
  assert builds[1].contains('[INFO] execution ')

  assert builds[1].contains('[INFO] train: a cluster of 1 worker, 1 ps')
  assert builds[1].contains('[INFO] done = 42')

  // The jar that this build has made, wherever it is.
  assert builds[4] =~ /\[INFO\] 1 task, 1 workflow, 1 launch plan registered in /
  assert new File(basedir, 'target/staged').list().any { it.startsWith('training-1.0') }

  def failure = { it.readLines().find { line -> line.startsWith('[ERROR] Failed to execute goal') } }
  assert failure(builds[0]) =~ /:register \(default-cli\) on project training: tasks have no image to run in: build one before/
  assert failure(builds[2]) =~ /:run \(default-cli\) on project training: .*com\.acme\.Nobody/
  assert failure(builds[3]) =~ /:explain \(default\) on project training: 0 errors, [1-9][0-9]* warnings?/
} finally {
  admin.close()
}
true
