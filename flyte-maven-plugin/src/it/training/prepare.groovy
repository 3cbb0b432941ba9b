import org.flytekitplugins.jflyte.testing.LocalFlyteAdmin

def admin = LocalFlyteAdmin.start()
context.put('admin', admin)
new File(basedir, 'test.properties').text = "flyte.platformUrl=${admin.endpoint()}\n"

// As jib:build leaves it.
def target = new File(basedir, 'target')
target.mkdirs()
def digest = 'sha256:' + '1' * 64
new File(target, 'jib-image.json').text = """{"image": "registry.example/acme:1", "imageDigest": "$digest"}"""
new File(target, 'jib-image.json').lastModified = System.currentTimeMillis() + 3600_000
true
