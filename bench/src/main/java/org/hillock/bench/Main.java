package org.hillock.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import org.hillock.backend.DeviceException;
import org.hillock.backend.MismatchException;
import org.hillock.bench.npy.NpyException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * The command line: starts the command asked for and turns whatever goes wrong into a message and a
 * status.
 */
@Command(
    name = "hillock",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    sortOptions = false,
    subcommands = {
      DevicesCommand.class,
      VerifyCommand.class,
      AccuracyCommand.class,
      BenchCommand.class,
      ExperimentCommand.class,
      PeersCommand.class,
      GpuCommand.class,
      TuneCommand.class,
      ReportCommand.class,
      ApplyCommand.class,
      CacheCommand.class
    },
    header = "Activation functions and softmax, the same bits on every device.",
    description = {
      "",
      "Without a command: lists the devices, says which one is used and why, verifies every"
          + " operation on every device against the CPU implementation, and runs a short benchmark.",
      ""
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  hillock                                    the whole tour, within 90 seconds",
      "  hillock devices --json devices.json        what is there, for machines too",
      "  hillock verify --device gpu                every operation, bit by bit",
      "  hillock accuracy --op gelu --stride 101    the error over the float32 inputs",
      "  hillock bench --op softmax --shape 4096x1024",
      "  hillock experiment                         networks that die, and their cures",
      "  hillock peers                              beside PyTorch, ONNX Runtime, ND4J",
      "  hillock gpu --pytorch python3              a GPU: its bits, then its speed",
      "  hillock report                             a page of charts of all that",
      "  hillock apply gelu --in x.npy --out y.npy  your own data, as NumPy saves it",
      "",
      "Exit status: 0 when all is well, 1 on a mismatch or a failure, 2 on bad usage."
    })
public final class Main extends TourCommand {

  /** Made by picocli. */
  public Main() {}

  /**
   * Runs the command line and ends the JVM with its status.
   *
   * @param arguments as a user gives them
   */
  public static void main(String... arguments) {
    System.exit(run(arguments));
  }

  private static int run(String... arguments) {
    try {
      return commandLine().execute(arguments);
    } catch (OutOfMemoryError e) {
      System.err.println(
          "out of memory (" + e.getMessage() + "); JDK_JAVA_OPTIONS=-Xmx8g gives Java 8 GiB");
      return CommandLine.ExitCode.SOFTWARE;
    }
  }

  /** The command line, ready to run; its output can be redirected. */
  static CommandLine commandLine() {
    return new CommandLine(new Main())
        .addSubcommand(
            new CommandLine(new JmhCommand()).setUnmatchedOptionsArePositionalParams(true))
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setAbbreviatedOptionsAllowed(false)
        .setUsageHelpAutoWidth(true)
        .setExecutionStrategy(Main::start)
        .setParameterExceptionHandler((e, arguments) -> reportUsage(e))
        .setExecutionExceptionHandler((e, failed, parsed) -> report(e, failed));
  }

  /** Runs the command; an option left of it would be the tour's, which is not what is run. */
  private static int start(CommandLine.ParseResult parsed) {
    if (parsed.hasSubcommand()) {
      for (CommandLine.Model.OptionSpec option : parsed.matchedOptions()) {
        if (!option.usageHelp() && !option.versionHelp()) {
          throw new CommandLine.ParameterException(
              parsed.commandSpec().commandLine(),
              "put %s after the command %s"
                  .formatted(option.longestName(), parsed.subcommand().commandSpec().name()));
        }
      }
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /** One line, and where to read more: the whole help would push the message off the screen. */
  private static int reportUsage(CommandLine.ParameterException e) {
    CommandLine command = e.getCommandLine();
    PrintWriter err = command.getErr();
    err.println(command.getColorScheme().errorText(String.valueOf(e.getMessage())));
    CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
    err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    err.flush();
    return command.getCommandSpec().exitCodeOnInvalidInput();
  }

  private static int report(Exception e, CommandLine command) {
    PrintWriter err = command.getErr();
    err.println(command.getColorScheme().errorText(message(e)));
    if (!isExpected(e)) {
      e.printStackTrace(err);
    }
    err.flush();
    return command.getCommandSpec().exitCodeOnExecutionException();
  }

  /** What is printed of it. */
  static String message(Exception e) {
    if (e instanceof AccessDeniedException denied && denied.getReason() == null) {
      return denied.getFile() + ": permission denied";
    }
    if (e instanceof FileSystemException fault && fault.getReason() == null) {
      return e.toString(); // The message alone would be the file's name.
    }
    return isExpected(e) && e.getMessage() != null ? e.getMessage() : e.toString();
  }

  private static boolean isExpected(Exception e) {
    return e instanceof Failure
        || e instanceof NpyException
        || e instanceof DeviceException
        || e instanceof MismatchException
        || e instanceof IOException
        || e instanceof UncheckedIOException;
  }

  /** The version that the jar's manifest has. */
  static final class Version implements CommandLine.IVersionProvider {

    @Override
    public String[] getVersion() {
      String version = Main.class.getPackage().getImplementationVersion();
      return new String[] {
        "hillock " + (version == null ? "(not from a jar)" : version),
        "Java " + Runtime.version() + ", " + System.getProperty("os.name")
      };
    }
  }
}
