package org.hillock.translator;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hillock.translator.Type.Scalar;

/**
 * Flattens a checked function: every call is written out, a struct becomes its members, a
 * reassigned variable becomes a new local. No operation is added, removed or reordered in a way
 * that could change a bit; a step that names the very value of an earlier step is that step, and a
 * step that nobody reads is dropped.
 */
final class Inliner {
  private final Scope scope;
  private final Names names;
  private final List<FlatFunction.Step> steps = new ArrayList<>();
  private final Map<Value, Value.Local> known = new HashMap<>();

  private Inliner(Scope scope, Names names) {
    this.scope = scope;
    this.names = names;
  }

  /**
   * Flattens a function whose parameters and result are scalars.
   *
   * @param names gives the locals' names
   * @param inputNames what the function's parameters are called, in order
   */
  static FlatFunction flatten(
      Scope scope, Definition.Function function, Names names, List<String> inputNames) {
    List<Scalar> types =
        function.parameters().stream().map(parameter -> (Scalar) parameter.type()).toList();
    return flatten(scope, function, names, inputNames, types);
  }

  /** The same where no parameter is uniform: what is one for all elements here varies too. */
  static FlatFunction flattenVarying(
      Scope scope, Definition.Function function, Names names, List<String> inputNames) {
    List<Scalar> types = function.parameters().stream().map(parameter -> Scalar.REAL).toList();
    return flatten(scope, function, names, inputNames, types);
  }

  private static FlatFunction flatten(
      Scope scope,
      Definition.Function function,
      Names names,
      List<String> inputNames,
      List<Scalar> types) {
    Inliner inliner = new Inliner(scope, names);
    List<Value.Input> inputs = new ArrayList<>();
    List<Bundle> arguments = new ArrayList<>();
    for (int i = 0; i < inputNames.size(); i++) {
      inputs.add(new Value.Input(inputNames.get(i), types.get(i)));
      arguments.add(Bundle.of(inputs.get(i)));
    }
    Value result = inliner.body(function, arguments, "result").scalar();
    return new FlatFunction(function, inputs, live(inliner.steps, result), result);
  }

  /** Drops the steps that the result does not need. */
  private static List<FlatFunction.Step> live(List<FlatFunction.Step> steps, Value result) {
    Set<Value.Local> needed = new HashSet<>();
    need(result, needed);
    List<FlatFunction.Step> live = new ArrayList<>();
    for (int i = steps.size() - 1; i >= 0; i--) {
      if (needed.contains(steps.get(i).target())) {
        need(steps.get(i).value(), needed);
        live.add(steps.get(i));
      }
    }
    Collections.reverse(live);
    return live;
  }

  private static void need(Value value, Set<Value.Local> needed) {
    if (value instanceof Value.Local local) {
      needed.add(local);
    } else if (value instanceof Value.Operation operation) {
      operation.operands().forEach(operand -> need(operand, needed));
    }
  }

  /** Writes a function out; the value of its return is named so. */
  private Bundle body(Definition.Function function, List<Bundle> arguments, String resultName) {
    Map<String, Bundle> variables = new HashMap<>();
    for (int i = 0; i < arguments.size(); i++) {
      Definition.Parameter parameter = function.parameters().get(i);
      variables.put(parameter.name(), arguments.get(i));
    }
    Bundle result = Bundle.empty();
    for (Statement statement : function.statements()) {
      if (statement instanceof Statement.Declaration declaration) {
        Expression value = declaration.value();
        variables.put(
            declaration.name(),
            value == null
                ? Bundle.empty()
                : named(declaration.name(), value, variables, declaration.place()));
      } else if (statement instanceof Statement.Assignment assignment) {
        assign(assignment, variables);
      } else if (statement instanceof Statement.Return returned) {
        result = named(resultName, returned.value(), variables, returned.place());
      }
    }
    return result;
  }

  private void assign(Statement.Assignment assignment, Map<String, Bundle> variables) {
    String member = assignment.member();
    if (member == null) {
      variables.put(
          assignment.name(),
          named(assignment.name(), assignment.value(), variables, assignment.place()));
      return;
    }
    String name = assignment.name() + "_" + member;
    Value value = named(name, assignment.value(), variables, assignment.place()).scalar();
    variables.compute(
        assignment.name(),
        (key, before) -> (before == null ? Bundle.empty() : before).with(member, value));
  }

  /**
   * Evaluates a statement's expression and gives its value a local, unless it is simple or known
   * already.
   */
  private Bundle named(
      String name, Expression expression, Map<String, Bundle> variables, Place place) {
    Bundle bundle = evaluate(expression, variables, name);
    if (bundle.isStruct()) {
      return bundle;
    }
    Value value = bundle.scalar();
    if (value.isSimple()) {
      return bundle;
    }
    Value.Local local = known.get(value);
    if (local == null) {
      local = new Value.Local(names.fresh(name), value.type());
      known.put(value, local);
      steps.add(new FlatFunction.Step(local, value, place));
    }
    return Bundle.of(local);
  }

  /** Evaluates an expression; the result of a call at its root is named so. */
  private Bundle evaluate(Expression expression, Map<String, Bundle> variables, String name) {
    if (expression instanceof Expression.Call call) {
      return call(call, variables, name);
    }
    if (expression instanceof Expression.Name variable
        && !(scope.find(variable.name()) instanceof Definition.Constant)) {
      return variable(variables, variable.name());
    }
    return Bundle.of(scalar(expression, variables));
  }

  private Value scalar(Expression expression, Map<String, Bundle> variables) {
    if (expression instanceof Expression.Literal literal) {
      return new Value.Literal(literal.text(), literal.type());
    }
    if (expression instanceof Expression.Name name) {
      return scope.find(name.name()) instanceof Definition.Constant constant
          ? new Value.Constant(constant)
          : variable(variables, name.name()).scalar();
    }
    if (expression instanceof Expression.Member member) {
      return variable(variables, member.variable()).member(member.member());
    }
    if (expression instanceof Expression.Unary unary) {
      Value operand = scalar(unary.operand(), variables);
      return new Value.Operation(unary.operator(), List.of(operand), operand.type());
    }
    if (expression instanceof Expression.Binary binary) {
      Value left = scalar(binary.left(), variables);
      Value right = scalar(binary.right(), variables);
      return new Value.Operation(
          binary.operator(),
          List.of(left, right),
          OperatorTypes.result(binary.operator(), left.type(), right.type()));
    }
    if (expression instanceof Expression.Select select) {
      return select(select, variables);
    }
    Expression.Call call = (Expression.Call) expression;
    return call(call, variables, call.function()).scalar();
  }

  private Value select(Expression.Select select, Map<String, Bundle> variables) {
    Value condition = scalar(select.condition(), variables);
    Value then = scalar(select.then(), variables);
    Value otherwise = scalar(select.otherwise(), variables);
    // The checker has compared the types as they were declared; here a real may have turned out
    // uniform.
    boolean uniform =
        condition.type().uniform() && then.type().uniform() && otherwise.type().uniform();
    Scalar type = new Scalar(then.type().element(), uniform);
    return new Value.Operation(Operator.SELECT, List.of(condition, then, otherwise), type);
  }

  private Bundle call(Expression.Call call, Map<String, Bundle> variables, String name) {
    return switch (call.function()) {
      case "fma" -> builtin(Operator.FMA, Scalar.REAL, call, variables);
      case "as_real" -> builtin(Operator.AS_REAL, Scalar.REAL, call, variables);
      case "as_integer" -> builtin(Operator.AS_INTEGER, Scalar.INTEGER, call, variables);
      default -> inlined(call, variables, name);
    };
  }

  private Bundle inlined(Expression.Call call, Map<String, Bundle> variables, String name) {
    Definition.Function function = scope.function(call.function());
    List<Bundle> arguments = new ArrayList<>();
    for (int i = 0; i < call.arguments().size(); i++) {
      String parameter = function.parameters().get(i).name();
      Expression argument = call.arguments().get(i);
      arguments.add(named(parameter, argument, variables, argument.place()));
    }
    return body(function, arguments, name);
  }

  private Bundle builtin(
      Operator operator, Scalar element, Expression.Call call, Map<String, Bundle> variables) {
    List<Value> operands = new ArrayList<>();
    for (Expression argument : call.arguments()) {
      operands.add(scalar(argument, variables));
    }
    boolean uniform = operands.stream().allMatch(operand -> operand.type().uniform());
    return Bundle.of(
        new Value.Operation(operator, operands, new Scalar(element.element(), uniform)));
  }

  private static Bundle variable(Map<String, Bundle> variables, String name) {
    Bundle bundle = variables.get(name);
    if (bundle == null) {
      throw new IllegalStateException("unchecked variable '" + name + "'");
    }
    return bundle;
  }
}
