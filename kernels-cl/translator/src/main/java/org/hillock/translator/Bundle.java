package org.hillock.translator;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a variable holds while its function is written out: one value, or a value for each member.
 */
record Bundle(Map<String, Value> values) {
  private static final String WHOLE = "";

  static Bundle empty() {
    return new Bundle(Map.of());
  }

  static Bundle of(Value value) {
    return new Bundle(Map.of(WHOLE, value));
  }

  boolean isStruct() {
    return !values.containsKey(WHOLE);
  }

  Value scalar() {
    return member(WHOLE);
  }

  Value member(String name) {
    Value value = values.get(name);
    if (value == null) {
      throw new IllegalStateException("unchecked member '" + name + "'");
    }
    return value;
  }

  Bundle with(String member, Value value) {
    Map<String, Value> changed = new LinkedHashMap<>(values);
    changed.put(member, value);
    return new Bundle(changed);
  }
}
