package org.hillock.bench.experiment;

import java.util.Locale;

/** How a trial ended. */
public enum Ending {
  /** It tells nine tenths of the training data right, or more. */
  LEARNS,
  /** It is better than guessing. */
  LEARNS_IN_PART,
  /** Its loss is about what guessing costs, or more. */
  STUCK,
  /** Its loss is not finite any more. */
  DIVERGED;

  /** The ending as a word or two. */
  public String words() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
