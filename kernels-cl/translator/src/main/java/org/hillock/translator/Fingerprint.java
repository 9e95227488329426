package org.hillock.translator;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A short name for the arithmetic of a flat function: it changes when an operation, an operand or a
 * constant does, and for nothing else. Names, comments, layout, and whether a value has a variable
 * of its own leave it as it is.
 *
 * <p>It is the SHA-256 of a list of operations: each different one once, in the order in which the
 * result needs them, its operands given by their numbers, inputs by their position, constants by
 * their bits.
 */
final class Fingerprint {
  private static final int DIGITS = 16;

  private final Map<String, String> numbers = new HashMap<>();
  private final Map<Value, String> references = new HashMap<>();
  private final StringBuilder text = new StringBuilder();

  private Fingerprint(FlatFunction flat) {
    for (int i = 0; i < flat.inputs().size(); i++) {
      references.put(flat.inputs().get(i), "input" + i);
    }
    Map<Value, Value> values =
        flat.steps().stream()
            .collect(Collectors.toMap(FlatFunction.Step::target, FlatFunction.Step::value));
    text.append(reference(flat.result(), values));
  }

  /** Returns 16 hexadecimal digits. */
  static String of(FlatFunction flat) {
    byte[] canonical = new Fingerprint(flat).text.toString().getBytes(StandardCharsets.UTF_8);
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(canonical);
      return HexFormat.of().formatHex(hash).substring(0, DIGITS);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  private String reference(Value value, Map<Value, Value> values) {
    String known = references.get(value);
    if (known != null) {
      return known;
    }
    String reference = describe(value, values);
    references.put(value, reference);
    return reference;
  }

  private String describe(Value value, Map<Value, Value> values) {
    if (value instanceof Value.Local) {
      Value defined = values.get(value);
      if (defined == null) {
        throw new IllegalStateException("no step gives " + value);
      }
      return reference(defined, values);
    }
    if (value instanceof Value.Literal literal) {
      return bits(literal.text(), literal.type(), false);
    }
    if (value instanceof Value.Constant constant) {
      Expression.Literal literal = constant.definition().literal();
      return bits(literal.text(), literal.type(), constant.definition().negative());
    }
    Value.Operation operation = (Value.Operation) value;
    if (operation.isSimple() && operation.operands().get(0) instanceof Value.Literal literal) {
      return bits(literal.text(), literal.type(), true);
    }
    List<String> operands =
        operation.operands().stream().map(operand -> reference(operand, values)).toList();
    String step = operation.operator() + operands.toString();
    return numbers.computeIfAbsent(
        step,
        s -> {
          text.append(numbers.size()).append(' ').append(s).append('\n');
          return "#" + numbers.size();
        });
  }

  private static String bits(String literal, Type.Scalar type, boolean negative) {
    if (type.element() == Type.Element.INT) {
      int value = Integer.decode(literal);
      return "int " + (negative ? -value : value);
    }
    float value =
        switch (literal) {
          case "INFINITY" -> Float.POSITIVE_INFINITY;
          case "NAN" -> Float.NaN;
          default -> Float.parseFloat(literal);
        };
    return "float %08x".formatted(Float.floatToIntBits(negative ? -value : value));
  }
}
