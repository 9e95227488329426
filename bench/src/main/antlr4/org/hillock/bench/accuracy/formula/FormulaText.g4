/*
 * The formulas of the catalogue, as people read them in the README:
 *
 *   max(x, 0)                 x > 0 ? x : alpha·(e^x - 1)                x·Φ(x) = x/2·erfc(-x/√2)
 *   x/2·(1 + tanh u), u = √(2/π)·(x + 0.044715·x³)
 *
 * A formula may be written in several ways, one = the other: the last counts. Behind commas stand
 * the definitions of names. Names without one are x and the function's parameter.
 */
grammar FormulaText;

formula : form ('=' form)* (',' definition)* EOF ;

form : expression ;

definition : NAME '=' expression ;

// Strongest binding first.
expression
  : NUMBER                                                             # number
  | name=(NAME | 'e' | 'π')                                            # name
  | '(' expression ')'                                                 # group
  | function=('tanh' | 'erfc' | 'Φ') '(' expression ')'                # application
  | function=('max' | 'min') '(' expression ',' expression ')'         # extremum
  | expression exponent=('²' | '³')                                    # integerPower
  | 'e' '^' expression                                                 # exponential
  | '√' expression                                                     # root
  | '-' expression                                                     # negation
  | function=('tanh' | 'erfc' | 'Φ') expression                        # application
  | expression operator=('·' | '/') expression                         # product
  | expression operator=('+' | '-') expression                         # sum
  | <assoc=right> expression relation=('>' | '>=' | '<' | '<=') expression
      '?' expression ':' expression                                    # choice
  ;

NUMBER : [0-9]+ ('.' [0-9]+)? ;
NAME   : [a-z]+ ;
SPACE  : ' ' -> skip ;
OTHER  : . ;
