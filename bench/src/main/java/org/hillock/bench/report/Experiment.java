package org.hillock.bench.report;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What {@code hillock experiment} found: networks that were trained, and what became of their
 * units.
 *
 * @param device where it ran
 * @param runs the networks
 */
public record Experiment(String device, List<Run> runs) {

  /** Checks. */
  public Experiment {
    JsonFile.checkThere("device", device);
    JsonFile.checkNotEmpty("runs", runs);
  }

  /**
   * One network.
   *
   * @param name what it shows
   * @param activation its activation, by the catalogue's name, or another word for none
   * @param data what it learned
   * @param layers the sizes of its layers
   * @param learningRate the learning rate
   * @param epochs how it went, epoch by epoch
   * @param verdict what is to be said of it, in one sentence; null if nothing
   */
  public record Run(
      String name,
      String activation,
      String data,
      List<Integer> layers,
      double learningRate,
      List<Epoch> epochs,
      @Nullable String verdict) {

    /** Checks. */
    public Run {
      JsonFile.checkThere("name", name);
      JsonFile.checkThere("activation", activation);
      JsonFile.checkThere("data", data);
      JsonFile.checkNotEmpty("layers", layers);
      JsonFile.checkNotEmpty("epochs", epochs);
    }
  }

  /**
   * One pass over the data. What is not a number, or null, went out of bounds.
   *
   * @param loss the mean cross-entropy; null or NaN when it went out of bounds
   * @param trainAccuracy the share of the training data that is told right
   * @param testAccuracy the same of data not trained on
   * @param deadShare the share of dead units of each layer with an activation
   * @param saturatedShare the share of saturated values of each
   * @param gradientNorm the norm of the gradient at each
   */
  public record Epoch(
      @Nullable Double loss,
      double trainAccuracy,
      double testAccuracy,
      List<@Nullable Double> deadShare,
      List<@Nullable Double> saturatedShare,
      List<@Nullable Double> gradientNorm) {

    /** Checks. */
    public Epoch {
      JsonFile.checkThere("deadShare", deadShare);
      JsonFile.checkThere("saturatedShare", saturatedShare);
      JsonFile.checkThere("gradientNorm", gradientNorm);
    }
  }

  /**
   * Reads what the command wrote.
   *
   * @param file from {@code --json}
   * @return the experiment
   * @throws IOException when the file cannot be read or does not hold one; the message says why
   */
  public static Experiment read(Path file) throws IOException {
    return JsonFile.read(file, Experiment.class);
  }

  /**
   * Takes what the command found, without a file between.
   *
   * @param result what it writes as JSON
   * @return the experiment
   */
  public static Experiment of(Object result) {
    return JsonFile.convert(result, Experiment.class);
  }
}
