package org.quorama.lab.demos.script;

import java.util.List;
import java.util.stream.Collectors;

/** Says what is wrong in a script: everything, in the order of the lines. */
public final class ScriptException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient List<Problem> problems;

  ScriptException(List<Problem> problems) {
    super(problems.stream().map(Problem::toString).collect(Collectors.joining("\n")));
    this.problems = List.copyOf(problems);
  }

  /** Returns all that is wrong. */
  public List<Problem> problems() {
    return problems;
  }
}
