package org.hillock.op;

/** An activation with a parameter of the caller's choice, checked when it was made. */
record ParameterizedActivation(Activation activation, float parameter) implements Elementwise {

  ParameterizedActivation {
    activation.parameterSpec().check(activation.name(), parameter);
  }

  @Override
  public String label() {
    return parameter == activation.parameter()
        ? activation.label()
        : activation.name() + "(" + parameter + ")";
  }

  @Override
  public String toString() {
    return label();
  }
}
