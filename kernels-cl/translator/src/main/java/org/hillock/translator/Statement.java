package org.hillock.translator;

import org.jspecify.annotations.Nullable;

/** A statement as it was written; a declaration of several variables is several of these. */
sealed interface Statement {
  Place place();

  /** A new variable; only a struct has no value yet. */
  record Declaration(Place place, Type type, String name, @Nullable Expression value)
      implements Statement {}

  /** A new value for a variable, or for one member of it. */
  record Assignment(Place place, String name, @Nullable String member, Expression value)
      implements Statement {}

  record Return(Place place, Expression value) implements Statement {}
}
