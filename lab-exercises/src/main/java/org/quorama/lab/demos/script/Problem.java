package org.quorama.lab.demos.script;

/**
 * Something wrong in a script. Immutable.
 *
 * @param file the file, for people
 * @param line where, from 1
 * @param what what was read, and what is possible
 */
public record Problem(String file, int line, String what) {
  @Override
  public String toString() {
    return file + ":" + line + ": " + what;
  }
}
