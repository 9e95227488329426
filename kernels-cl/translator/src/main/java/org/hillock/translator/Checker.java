package org.hillock.translator;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Checks one function, statement by statement: names, types, and that what is read was assigned
 * before.
 */
final class Checker {
  private final Scope scope;
  private final Definition.Function function;
  private final ExpressionChecker expressions;
  private final Map<String, Variable> variables = new HashMap<>();

  /** A variable, and which members of it have a value already. */
  record Variable(Type type, Set<String> assigned) {}

  /**
   * Prepares to check a function.
   *
   * @param below what the file defines after it: not yet known to it
   */
  Checker(Scope scope, Definition.Function function, List<Definition> below) {
    this.scope = scope;
    this.function = function;
    this.expressions = new ExpressionChecker(scope, function, variables, below);
  }

  void check() {
    if (function.type().equals(Type.Scalar.UNIFORM_FLOAT)) {
      throw function
          .place()
          .fault("function " + function.name() + "() of type float", "return real instead");
    }
    for (Definition.Parameter parameter : function.parameters()) {
      declare(parameter.place(), parameter.name(), parameter.type(), true);
    }
    for (Statement statement : function.statements()) {
      check(statement);
    }
  }

  private void check(Statement statement) {
    if (statement instanceof Statement.Declaration declaration) {
      checkDeclaration(declaration);
    } else if (statement instanceof Statement.Assignment assignment) {
      checkAssignment(assignment);
    } else if (statement instanceof Statement.Return returned) {
      expressions.expect(
          returned.value(), function.type(), "the value of " + function.name() + "()");
    }
  }

  private void checkDeclaration(Statement.Declaration declaration) {
    String what = "variable '" + declaration.name() + "'";
    if (declaration.type().equals(Type.Scalar.UNIFORM_FLOAT)) {
      throw declaration
          .place()
          .fault(what + " of type float", "write real; only parameters are float");
    }
    if (declaration.value() != null) {
      expressions.expect(declaration.value(), declaration.type(), what);
    } else if (!(declaration.type() instanceof Type.Struct)) {
      throw declaration
          .place()
          .fault(what + " without a value", "declare it where its value is known");
    }
    declare(
        declaration.place(), declaration.name(), declaration.type(), declaration.value() != null);
  }

  private void declare(Place place, String name, Type type, boolean hasValue) {
    if (variables.containsKey(name)) {
      throw place.fault(
          "second declaration of '" + name + "'", "assign to it, or give it another name");
    }
    Definition definition = scope.find(name);
    if (definition != null || name.equals(function.name())) {
      throw place.fault(
          "'"
              + name
              + "' is defined already"
              + (definition == null ? "" : ": " + definition.place()),
          "give the variable another name");
    }
    Set<String> assigned = new HashSet<>();
    if (hasValue && type instanceof Type.Struct struct) {
      assigned.addAll(struct.members().keySet());
    }
    variables.put(name, new Variable(type, assigned));
  }

  private void checkAssignment(Statement.Assignment assignment) {
    Variable variable = expressions.variable(assignment.place(), assignment.name());
    String member = assignment.member();
    if (member == null) {
      expressions.expect(
          assignment.value(), variable.type(), "variable '" + assignment.name() + "'");
      if (variable.type() instanceof Type.Struct struct) {
        variable.assigned().addAll(struct.members().keySet());
      }
    } else {
      Type type = expressions.member(assignment.place(), assignment.name(), member);
      expressions.expect(
          assignment.value(), type, "member '" + assignment.name() + "." + member + "'");
      variable.assigned().add(member);
    }
  }
}
