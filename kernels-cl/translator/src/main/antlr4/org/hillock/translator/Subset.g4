/*
 * The subset of OpenCL C that the float maths of Hillock is written in (math.cl, softmax_maps.cl and
 * activation/NAME.cl), and the only documentation of it. It is straight-line code: what is not here is
 * a build error. Every file in it is also valid OpenCL C after real.cl, for any WIDTH.
 *
 * Meaning, beyond what C says:
 *   real       one element: float, or floatW when a kernel works on W elements at once
 *   integer    the int of the same width
 *   float      a uniform: one value for all elements; only parameters have this type
 *   condition  what a comparison gives; it has no name, for it cannot be stored, only asked by ?:
 *   + - *      round each on their own, nothing is contracted; fma(a, b, c) rounds once
 *   >>         keeps the sign; integers wrap around
 *   literals and #define names are uniform; a uniform may stand wherever an element may, except
 *              in as_real and as_integer, left of a shift by an element, and in both branches of a ?:
 *              whose condition differs from element to element (name one: real one = 1.0f;)
 * Functions that are there: fma(real, real, real), as_real(integer), as_integer(real), those defined above
 * in the same file, and those of math.cl. There are no other builtins: they differ between drivers.
 */
grammar Subset;

file : definition* EOF ;

definition : define | struct | function ;

// #define LOG2_E 0x1.715476p+0f          one literal, on one line; becomes a constant of the Java class
define : '#define' NAME '-'? literal ;

// typedef struct { real high, low; integer power; } parts;          each member becomes a local
struct : 'typedef' 'struct' '{' members+ '}' NAME ';' ;

members : type NAME (',' NAME)* ';' ;

// inline real twice(real x) { return x + x; }          one return, at the end; every call is inlined
function : 'static'? 'inline'? type NAME '(' parameter (',' parameter)* ')' '{' statement* '}' ;

parameter : type NAME ;

type : 'real' | 'integer' | 'float' | NAME ;

statement
  : type declarator (',' declarator)* ';'     # declaration  // real a = x * x, b = a + x;   parts p;
  | NAME ('.' NAME)? '=' expression ';'       # assignment   // a = b;   p.high = a;
  | 'return' expression ';'                   # returned
  ;

// Only a struct is declared without a value: its members are assigned one by one.
declarator : NAME ('=' expression)? ;

// Strongest binding first, as in C.
expression
  : literal                                                   # number
  | NAME arguments?                                           # nameOrCall
  | NAME '.' NAME                                             # member
  | '(' expression ')'                                        # group
  | operator=('-' | '!') expression                           # unary
  | expression operator='*' expression                        # binary   // real
  | expression operator=('+' | '-') expression                # binary   // real or integer
  | expression operator=('<<' | '>>') expression              # binary   // integer
  | expression operator=('<' | '<=' | '>' | '>=') expression  # binary   // a condition
  | expression operator=('==' | '!=') expression              # binary   // a condition
  | expression operator='&' expression                        # binary   // integer
  | expression operator='&&' expression                       # binary   // conditions
  | expression operator='||' expression                       # binary   // conditions
  | <assoc=right> expression '?' expression ':' expression    # select
  ;

arguments : '(' expression (',' expression)* ')' ;

literal : FLOAT | INT | 'INFINITY' | 'NAN' ;

FLOAT : (DECIMAL_FLOAT | HEX_FLOAT | DIGIT+) [fF] ;
INT   : DIGIT+ | '0' [xX] HEX_DIGIT+ ;

COMMENT      : '/*' .*? '*/' -> skip ;
LINE_COMMENT : '//' ~[\r\n]* -> skip ;
SPACE        : [ \t\r\n]+ -> skip ;

// Names of C are never part of the subset, nor is the rest below. It is all read as tokens, so that the message can
// name it.
FLOW      : 'if' | 'else' | 'for' | 'while' | 'do' | 'switch' | 'case' | 'goto' | 'break' | 'continue' ;
QUALIFIER : 'const' | 'volatile' | '__'? ('kernel' | 'global' | 'local' | 'constant' | 'private') ;
C_TYPE    : 'void' | 'bool' | 'char' | 'short' | 'int' | 'long' | 'half' | 'double' | 'signed' | 'unsigned' ;
NAME      : [A-Za-z_] [A-Za-z_0-9]* ;
DOUBLE    : DECIMAL_FLOAT | HEX_FLOAT ;
ODD_NUMBER: (DIGIT | '.' DIGIT) [A-Za-z_0-9.]+ ;
DIRECTIVE : '#' [ \t]* [a-z]+ ;
TEXT      : '"' ~["\r\n]* '"' | '\'' ~['\r\n]* '\'' ;
FOREIGN   : '+=' | '-=' | '*=' | '/=' | '%=' | '&=' | '|=' | '^=' | '<<=' | '>>=' | '++' | '--' | '->' | . ;

fragment DECIMAL_FLOAT : (DIGIT+ '.' DIGIT* | '.' DIGIT+) EXPONENT? | DIGIT+ EXPONENT ;
fragment EXPONENT      : [eE] [+-]? DIGIT+ ;
fragment HEX_FLOAT     : '0' [xX] (HEX_DIGIT+ '.'? HEX_DIGIT* | '.' HEX_DIGIT+) [pP] [+-]? DIGIT+ ;
fragment DIGIT         : [0-9] ;
fragment HEX_DIGIT     : [0-9a-fA-F] ;
