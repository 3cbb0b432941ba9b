package org.flytekitplugins.kotlin

import java.nio.file.Path
import kotlin.io.path.createDirectory
import kotlin.io.path.writeText
import org.jetbrains.kotlin.cli.common.arguments.K2JVMCompilerArguments
import org.jetbrains.kotlin.cli.common.messages.CompilerMessageSeverity
import org.jetbrains.kotlin.cli.common.messages.CompilerMessageSourceLocation
import org.jetbrains.kotlin.cli.common.messages.MessageCollector
import org.jetbrains.kotlin.cli.jvm.K2JVMCompiler
import org.jetbrains.kotlin.config.Services

/** The Kotlin compiler as a user would run it: no flags, and the class path of the tests. */
internal object KotlinCompiler {
  /** What the compiler has against a source, as `line: message`; nothing if it compiles. */
  fun complaintsAbout(source: String, folder: Path): List<String> {
    val file = folder.resolve("Snippet.kt").apply { writeText(source) }
    val complaints = Complaints()
    val arguments =
      K2JVMCompilerArguments().apply {
        freeArgs = listOf(file.toString())
        destination = folder.resolve("classes").createDirectory().toString()
        classpath = System.getProperty("java.class.path")
        noStdlib = true
        noReflect = true
      }
    val exitCode = K2JVMCompiler().exec(complaints, Services.EMPTY, arguments)
    check((exitCode.code == 0) == !complaints.hasErrors()) {
      "exit code $exitCode, ${complaints.found}"
    }
    return complaints.found
  }

  private class Complaints : MessageCollector {
    val found = mutableListOf<String>()
    private var errors = 0

    override fun clear() = found.clear()

    override fun hasErrors() = errors > 0

    override fun report(
      severity: CompilerMessageSeverity,
      message: String,
      location: CompilerMessageSourceLocation?,
    ) {
      if (severity.isError) errors++
      if (severity.isError || severity.isWarning) found += "${location?.line}: $message"
    }
  }
}
