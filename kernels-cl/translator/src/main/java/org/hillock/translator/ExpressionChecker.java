package org.hillock.translator;

import java.util.List;
import java.util.Map;

/** Finds the type of each expression of a function, and the faults in it. */
final class ExpressionChecker {
  private final Scope scope;
  private final Definition.Function function;
  private final Map<String, Checker.Variable> variables;
  private final List<Definition> below;

  ExpressionChecker(
      Scope scope,
      Definition.Function function,
      Map<String, Checker.Variable> variables,
      List<Definition> below) {
    this.scope = scope;
    this.function = function;
    this.variables = variables;
    this.below = below;
  }

  /** Checks that an expression may become a value of that type; a uniform may become an element. */
  void expect(Expression expression, Type wanted, String what) {
    Type found = type(expression);
    boolean fits =
        (wanted instanceof Type.Scalar to && found instanceof Type.Scalar from)
            ? (to.element() == from.element() && (from.uniform() || !to.uniform()))
            : wanted.equals(found);
    if (!fits) {
      String instead =
          found instanceof Type.Scalar scalar && scalar.element() == Type.Element.CONDITION
              ? "a condition cannot be stored: ask it with ?:"
              : "write an expression of type " + wanted;
      throw expression.place().fault(what + " is " + wanted + ", but this is " + found, instead);
    }
  }

  Type type(Expression expression) {
    if (expression instanceof Expression.Literal literal) {
      return literal.type();
    }
    if (expression instanceof Expression.Name name) {
      return nameType(name);
    }
    if (expression instanceof Expression.Member member) {
      return memberType(member);
    }
    if (expression instanceof Expression.Unary unary) {
      return OperatorTypes.unary(unary, type(unary.operand()));
    }
    if (expression instanceof Expression.Binary binary) {
      return OperatorTypes.binary(binary, type(binary.left()), type(binary.right()));
    }
    if (expression instanceof Expression.Select select) {
      return OperatorTypes.select(
          select, type(select.condition()), type(select.then()), type(select.otherwise()));
    }
    return callType((Expression.Call) expression);
  }

  private Type nameType(Expression.Name name) {
    if (scope.find(name.name()) instanceof Definition.Constant constant) {
      return constant.literal().type();
    }
    Checker.Variable variable = variable(name.place(), name.name());
    if (variable.type() instanceof Type.Struct struct) {
      for (String member : struct.members().keySet()) {
        checkAssigned(name.place(), variable, name.name(), member);
      }
    }
    return variable.type();
  }

  private Type memberType(Expression.Member member) {
    Type type = member(member.place(), member.variable(), member.member());
    Checker.Variable variable = variable(member.place(), member.variable());
    checkAssigned(member.place(), variable, member.variable(), member.member());
    return type;
  }

  private static void checkAssigned(
      Place place, Checker.Variable variable, String name, String member) {
    if (!variable.assigned().contains(member)) {
      throw place.fault(
          "'" + name + "." + member + "' is read before it has a value", "assign it first");
    }
  }

  Checker.Variable variable(Place place, String name) {
    Checker.Variable variable = variables.get(name);
    if (variable == null) {
      throw place.fault(
          "unknown name '" + name + "'",
          "declare the variable with its value, or #define the constant, above");
    }
    return variable;
  }

  /** Returns the type of a variable's member. */
  Type member(Place place, String name, String member) {
    Type type = variable(place, name).type();
    if (!(type instanceof Type.Struct struct)) {
      throw place.fault("member '" + member + "' of '" + name + "', a " + type, "write " + name);
    }
    Type.Scalar found = struct.members().get(member);
    if (found == null) {
      throw place.fault(
          "unknown member '" + member + "' of " + struct,
          "it has " + String.join(", ", struct.members().keySet()));
    }
    return found;
  }

  private Type callType(Expression.Call call) {
    return switch (call.function()) {
      case "fma" -> {
        checkArguments(call, List.of(Type.Scalar.REAL, Type.Scalar.REAL, Type.Scalar.REAL));
        yield Type.Scalar.REAL;
      }
      case "as_real" -> reinterpreted(call, Type.Scalar.INTEGER, Type.Scalar.REAL);
      case "as_integer" -> reinterpreted(call, Type.Scalar.REAL, Type.Scalar.INTEGER);
      default -> {
        Definition.Function called = called(call);
        List<Definition.Parameter> parameters = called.parameters();
        checkArguments(call, parameters.stream().map(Definition.Parameter::type).toList());
        yield called.type();
      }
    };
  }

  private Type reinterpreted(Expression.Call call, Type.Scalar from, Type.Scalar to) {
    checkArguments(call, List.of(from));
    if (type(call.arguments().get(0)) instanceof Type.Scalar scalar && scalar.uniform()) {
      throw call.place()
          .fault(
              call.function() + "() of a uniform " + scalar,
              "write the literal itself, or a variable of type " + from);
    }
    return to;
  }

  private void checkArguments(Expression.Call call, List<Type> types) {
    if (call.arguments().size() != types.size()) {
      throw call.place()
          .fault(
              call.function() + "() with " + call.arguments().size() + " arguments",
              "it takes " + types.size());
    }
    for (int i = 0; i < types.size(); i++) {
      expect(
          call.arguments().get(i),
          types.get(i),
          "argument " + (i + 1) + " of " + call.function() + "()");
    }
  }

  private Definition.Function called(Expression.Call call) {
    String name = call.function();
    if (scope.find(name) instanceof Definition.Function found) {
      return found;
    }
    if (name.equals(function.name())) {
      throw call.place()
          .fault("recursion: " + name + "() calls itself", "write out the steps, one by one");
    }
    for (Definition later : below) {
      if (later.name().equals(name)) {
        throw call.place()
            .fault(
                "call of " + name + "(), which is defined below, in line " + later.place().line(),
                "define it above; functions cannot call each other in turn");
      }
    }
    if (OpenClBuiltins.isBuiltin(name)) {
      throw call.place()
          .fault(
              "builtin " + name + "()",
              "builtins differ between drivers: write it with fma, or call a function of math.cl");
    }
    throw call.place().fault("unknown function " + name + "()", "define it above, or in math.cl");
  }
}
