package org.hillock.translator;

import java.util.List;

/**
 * How the flat form is written in Java: one element at a time, or a vector of elements. The writers
 * ask it for everything that depends on how many elements a local holds; a uniform value is one
 * float or int in every dialect.
 */
interface Dialect {
  /** Ends the names of the classes, such as {@code GeluScalar}. */
  String suffix();

  List<String> imports();

  /** Writes how many elements a local holds, as a Java expression. */
  String lanes();

  String type(Type.Scalar type);

  /** Writes a value of whatever depth as one Java expression. */
  String expression(Value value);

  /** Opens the loop over {@code count} elements; its index is {@code i}. */
  List<String> loopHead();

  /** Writes the loop {@code out[outFrom + i] = in[inFrom + index[i]]}. */
  List<String> gather();

  /**
   * Whether the loop may stop early, at {@code end}, and leave the rest of the elements to the
   * scalar dialect's class.
   */
  boolean leavesRest();

  /**
   * Opens the two loops over {@code count} elements in blocks of {@code lanes}; the index is {@code
   * i}, and {@code lane} that of the lane. The inner one may stop early, at {@code end} of {@code
   * some}.
   */
  List<String> lanesHead();

  /**
   * Opens the loop over {@code columns} of {@code rows} elements each, a power of two, which belong
   * to different rows; the index is {@code i}, and {@code row} that of the row.
   */
  List<String> abreastHead();

  /** Writes the elements of an array at an index. */
  String load(String array, String index);

  /** Writes the statement that puts a value of type real where {@link #load} finds it. */
  String store(String array, String index, Value value);
}
