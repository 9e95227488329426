package org.hillock.translator;

import java.util.List;

/**
 * A function without calls, structs or reassignments: inputs, steps that each name a value, and the
 * result.
 */
record FlatFunction(
    Definition.Function function, List<Value.Input> inputs, List<Step> steps, Value result) {

  /** One named value, and where its statement stands. */
  record Step(Value.Local target, Value value, Place place) {}
}
