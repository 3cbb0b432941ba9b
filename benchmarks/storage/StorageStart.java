import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import org.flytekitplugins.jflyte.storage.BlobStore;
import org.flytekitplugins.jflyte.storage.FileSystems;

/**
 * What a pod does with storage before and after its task: looks for two documents that are not
 * there, reads its inputs, writes its outputs. Prints milliseconds to the first answer and to the
 * last one, classes, and resident memory in MiB. Arguments: a module directory, a URI's folder, and
 * "prepare" to write the inputs.
 */
final class StorageStart {
  public static void main(String[] arguments) throws Exception {
    long start = System.nanoTime();
    BlobStore blobs = new BlobStore(FileSystems.of(System.getenv(), Path.of(arguments[0])));
    String folder = arguments[1];
    if (arguments.length > 2) {
      blobs.write(folder + "/inputs.pb", new byte[2000]);
      return;
    }
    blobs.exists(folder + "/nothing/error.pb");
    long first = System.nanoTime();
    blobs.exists(folder + "/nothing/outputs.pb");
    blobs.read(folder + "/inputs.pb");
    blobs.write(folder + "/outputs.pb", new byte[2000]);
    long last = System.nanoTime();
    long kilobytes = 0;
    for (String line : Files.readAllLines(Path.of("/proc/self/status"), StandardCharsets.UTF_8)) {
      if (line.startsWith("VmHWM:")) {
        kilobytes = Long.parseLong(line.replaceAll("\\D", ""));
      }
    }
    System.out.printf(
        Locale.ROOT,
        "%d %d %d %d%n",
        (first - start) / 1_000_000,
        (last - start) / 1_000_000,
        ManagementFactory.getClassLoadingMXBean().getTotalLoadedClassCount(),
        kilobytes >> 10);
  }
}
