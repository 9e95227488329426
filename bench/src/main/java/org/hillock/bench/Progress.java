package org.hillock.bench;

import java.io.Console;
import java.io.PrintStream;
import me.tongfei.progressbar.ConsoleProgressBarConsumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * How far a long piece of work is: a bar with the time left on stderr, on a terminal; else nothing.
 */
interface Progress extends AutoCloseable {

  /** Work that nobody watches. */
  Progress NONE = steps -> {};

  /** Says that so many more steps are done. Safe for use by many threads. */
  void advance(long steps);

  /** Ends the bar. */
  @Override
  default void close() {}

  /**
   * Begins.
   *
   * @param task a few words
   * @param steps how many there will be
   */
  static Progress start(String task, long steps) {
    return isTerminal() ? new Bar(task, steps) : NONE;
  }

  /**
   * Whether somebody watches. From JDK 22 on there is a console even where there is no terminal,
   * and it can be asked.
   */
  @SuppressWarnings("SystemConsoleNull") // Asked below where it is never null.
  private static boolean isTerminal() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return Boolean.TRUE.equals(Console.class.getMethod("isTerminal").invoke(console));
    } catch (NoSuchMethodException e) {
      return true;
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** A bar on the terminal. */
  final class Bar implements Progress {

    private final ProgressBar bar;

    @SuppressWarnings("DefaultCharset") // stderr has the encoding that it has.
    Bar(String task, long steps) {
      PrintStream stderr = System.err;
      bar =
          new ProgressBarBuilder()
              .setTaskName(task)
              .setInitialMax(steps)
              .setStyle(ProgressBarStyle.ASCII)
              .setConsumer(new ConsoleProgressBarConsumer(stderr))
              .clearDisplayOnFinish()
              .build();
    }

    @Override
    public void advance(long steps) {
      bar.stepBy(steps);
    }

    @Override
    public void close() {
      bar.close();
    }
  }
}
