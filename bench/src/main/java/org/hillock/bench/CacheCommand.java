package org.hillock.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.hillock.backend.UserCache;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code cache}: what is kept on disk, and the way to be rid of it. */
@Command(
    name = "cache",
    mixinStandardHelpOptions = true,
    sortOptions = false,
    header = "Says what is kept on disk, and where; or removes it.",
    footer = {
      "",
      "Kept is what takes long to find out and can be found out again, such as the",
      "programs that OpenCL drivers have built. -Dhillock.cache=FOLDER (in",
      "JDK_JAVA_OPTIONS) or HILLOCK_CACHE=FOLDER moves it, the word off in place of",
      "the folder switches it off."
    })
final class CacheCommand implements Callable<Integer> {

  @Option(names = "--clear", description = "Removes all that is kept.")
  private boolean clear;

  @Spec
  @SuppressWarnings("NullAway.Init")
  private CommandSpec spec;

  /** What is kept and where, in a line. */
  static String line() {
    UserCache cache = UserCache.standard();
    Path folder = cache.folder().orElse(null);
    if (folder == null) {
      return "cache: off";
    }
    try {
      UserCache.Usage usage = cache.usage();
      String objection = cache.objection();
      return String.format(
          Locale.ROOT,
          "cache: %s, %d files, %.1f MiB%s",
          folder,
          usage.files(),
          usage.bytes() / 0x1p20,
          objection.isEmpty() ? "" : "; not used, since " + objection);
    } catch (IOException | UncheckedIOException e) {
      return "cache: %s, which cannot be read: %s".formatted(folder, Main.message(e));
    }
  }

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    if (clear) {
      UserCache.standard().clear();
    }
    out.println(line());
    out.flush();
    return 0;
  }
}
