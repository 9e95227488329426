package org.hillock.translator;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.antlr.v4.runtime.CharStreams;
import org.antlr.v4.runtime.CommonTokenStream;
import org.antlr.v4.runtime.Token;
import org.jspecify.annotations.Nullable;

/**
 * Reads a file by the grammar and makes its definitions; names are resolved to types, nothing else
 * is checked.
 */
final class SourceReader {
  private final String file;
  private final Map<String, Type> types = new LinkedHashMap<>();

  private SourceReader(String file) {
    this.file = file;
    types.put("real", Type.Scalar.REAL);
    types.put("integer", Type.Scalar.INTEGER);
    types.put("float", Type.Scalar.UNIFORM_FLOAT);
  }

  /**
   * Reads one file.
   *
   * @param known what the files before it define
   */
  static List<Definition> read(Source source, Scope known) {
    SourceReader reader = new SourceReader(source.name());
    known.structs().forEach(reader.types::put);
    SubsetLexer lexer = new SubsetLexer(CharStreams.fromString(source.text(), source.name()));
    SubsetParser parser = new SubsetParser(new CommonTokenStream(lexer));
    parser.removeErrorListeners();
    parser.addErrorListener(new SyntaxFaults(source.name()));
    List<Definition> definitions = new ArrayList<>();
    for (SubsetParser.DefinitionContext definition : parser.file().definition()) {
      definitions.add(reader.definition(definition));
    }
    return definitions;
  }

  private Definition definition(SubsetParser.DefinitionContext context) {
    if (context.define() != null) {
      return define(context.define());
    }
    return context.struct() != null ? struct(context.struct()) : function(context.function());
  }

  private Definition define(SubsetParser.DefineContext context) {
    Place place = place(context.NAME().getSymbol());
    if (context.getStart().getLine() != context.getStop().getLine()) {
      throw place.fault(
          "#define " + context.NAME().getText() + " without a literal on its line",
          "write #define NAME literal");
    }
    return new Definition.Constant(
        place,
        context.NAME().getText(),
        context.getChildCount() == 4,
        Literals.literal(place(context.literal().getStart()), context.literal().getText()));
  }

  private Definition struct(SubsetParser.StructContext context) {
    Map<String, Type.Scalar> members = new LinkedHashMap<>();
    for (SubsetParser.MembersContext line : context.members()) {
      Type type = type(line.type());
      if (!type.equals(Type.Scalar.REAL) && !type.equals(Type.Scalar.INTEGER)) {
        throw place(line.getStart())
            .fault("struct member of type " + type, "a member is real or integer");
      }
      for (var name : line.NAME()) {
        if (members.put(name.getText(), (Type.Scalar) type) != null) {
          throw place(name.getSymbol())
              .fault("second member '" + name.getText() + "'", "give it another name");
        }
      }
    }
    String name = context.NAME().getText();
    Place place = place(context.NAME().getSymbol());
    Type.Struct type = new Type.Struct(name, members, place);
    types.putIfAbsent(name, type);
    return new Definition.StructType(place, name, type);
  }

  private Definition function(SubsetParser.FunctionContext context) {
    List<Definition.Parameter> parameters = new ArrayList<>();
    for (SubsetParser.ParameterContext parameter : context.parameter()) {
      parameters.add(
          new Definition.Parameter(
              place(parameter.NAME().getSymbol()),
              type(parameter.type()),
              parameter.NAME().getText()));
    }
    List<Statement> statements = new ArrayList<>();
    for (SubsetParser.StatementContext statement : context.statement()) {
      addStatements(statement, statements);
    }
    Place place = place(context.NAME().getSymbol());
    String name = context.NAME().getText();
    checkReturn(place, name, place(context.getStop()), statements);
    return new Definition.Function(place, type(context.type()), name, parameters, statements);
  }

  private static void checkReturn(Place place, String name, Place end, List<Statement> statements) {
    for (Statement statement : statements.subList(0, Math.max(0, statements.size() - 1))) {
      if (statement instanceof Statement.Return) {
        throw statement
            .place()
            .fault(
                "'return' in the middle of " + name + "()",
                "select with ?: and return once, at the end");
      }
    }
    if (statements.isEmpty()
        || !(statements.get(statements.size() - 1) instanceof Statement.Return)) {
      throw end.fault(
          "missing 'return' at the end of " + name + "() of line " + place.line(),
          "end it with return expression;");
    }
  }

  private void addStatements(SubsetParser.StatementContext context, List<Statement> statements) {
    if (context instanceof SubsetParser.DeclarationContext declaration) {
      Type type = type(declaration.type());
      for (SubsetParser.DeclaratorContext declarator : declaration.declarator()) {
        SubsetParser.@Nullable ExpressionContext value = declarator.expression();
        statements.add(
            new Statement.Declaration(
                place(declarator.getStart()),
                type,
                declarator.NAME().getText(),
                value == null ? null : expression(value)));
      }
    } else if (context instanceof SubsetParser.AssignmentContext assignment) {
      String member = assignment.NAME().size() == 2 ? assignment.NAME(1).getText() : null;
      statements.add(
          new Statement.Assignment(
              place(assignment.getStart()),
              assignment.NAME(0).getText(),
              member,
              expression(assignment.expression())));
    } else {
      SubsetParser.ReturnedContext returned = (SubsetParser.ReturnedContext) context;
      statements.add(
          new Statement.Return(place(returned.getStart()), expression(returned.expression())));
    }
  }

  private Type type(SubsetParser.TypeContext context) {
    Type type = types.get(context.getText());
    if (type == null) {
      throw place(context.getStart())
          .fault(
              "type '" + context.getText() + "'",
              "write real, integer, float (a parameter only) or a struct defined above");
    }
    return type;
  }

  private Expression expression(SubsetParser.ExpressionContext context) {
    Place place = place(context.getStart());
    if (context instanceof SubsetParser.NumberContext number) {
      return Literals.literal(place, number.getText());
    }
    if (context instanceof SubsetParser.NameOrCallContext name) {
      return nameOrCall(place, name);
    }
    if (context instanceof SubsetParser.MemberContext member) {
      return new Expression.Member(place, member.NAME(0).getText(), member.NAME(1).getText());
    }
    if (context instanceof SubsetParser.GroupContext group) {
      return expression(group.expression());
    }
    if (context instanceof SubsetParser.UnaryContext unary) {
      Operator operator = unary.operator.getText().equals("-") ? Operator.NEGATE : Operator.NOT;
      return new Expression.Unary(place, operator, expression(unary.expression()));
    }
    if (context instanceof SubsetParser.BinaryContext binary) {
      return new Expression.Binary(
          place(binary.operator),
          Operator.binary(binary.operator.getText()),
          expression(binary.expression(0)),
          expression(binary.expression(1)));
    }
    SubsetParser.SelectContext select = (SubsetParser.SelectContext) context;
    return new Expression.Select(
        place,
        expression(select.expression(0)),
        expression(select.expression(1)),
        expression(select.expression(2)));
  }

  private Expression nameOrCall(Place place, SubsetParser.NameOrCallContext context) {
    String name = context.NAME().getText();
    SubsetParser.@Nullable ArgumentsContext arguments = context.arguments();
    if (arguments == null) {
      return new Expression.Name(place, name);
    }
    return new Expression.Call(
        place, name, arguments.expression().stream().map(this::expression).toList());
  }

  private Place place(Token token) {
    return new Place(file, token.getLine(), token.getCharPositionInLine() + 1);
  }
}
