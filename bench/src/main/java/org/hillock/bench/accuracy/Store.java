package org.hillock.bench.accuracy;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Where a certificate lives while it is made, and afterwards. */
interface Store {

  /** The certificate so far; an empty one if there is none. */
  Certificate certificate() throws IOException;

  void save(Certificate certificate) throws IOException;

  /** The function that is half swept; null if there is none. */
  @Nullable Partial partial() throws IOException;

  /** Keeps what is half swept; null forgets it. */
  void save(@Nullable Partial partial) throws IOException;
}
