def log = new File(basedir, 'build.log').getText('UTF-8')
def project = new File(basedir, 'empty/digits')

assert new File(project, 'src/main/java/com/example/vision/DigitsWorkflow.java').text.contains('package com.example.vision;')
assert log.contains('Tests run: 2, Failures: 0, Errors: 0, Skipped: 0')
assert log.contains('[INFO] com.example.vision.TrainDigits: TFJob of 2 workers, 1 ps')
assert log.contains('[INFO] train: a cluster of 2 workers, 1 ps')

def accuracy = (log =~ /\[INFO\] accuracy = ([0-9.]+)/)[0][1] as double
assert accuracy > 0.9
def model = new File((log =~ /\[INFO\] model = file:\/\/(\S+)/)[0][1])
assert new File(model, 'saved_model.pb').isFile()

// What the package is made of, as the image takes it along; offline the plugin makes no bill.
if (!log.contains('requires online mode')) {
  def bill = new groovy.json.JsonSlurper().parse(new File(project, 'target/sbom/digits.json'))
  def libraries = bill.components*.name
  assert bill.bomFormat == 'CycloneDX'
  assert libraries.containsAll(['flytekit-tensorflow', 'tensorflow-core-native', 'protobuf-java'])
  assert !libraries.contains('jflyte-testing')
}

// Nothing stands there that the archetype should have filled in.
project.eachFileRecurse { file ->
  if (file.name =~ /\.(java|md|json)$/ || file.name == 'pom.xml') {
    assert !(file.text =~ /\$\{(package|groupId|artifactId|version)}|@[a-z.-]+@/)
  }
}
true
