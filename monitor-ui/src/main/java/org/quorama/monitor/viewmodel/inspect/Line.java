package org.quorama.monitor.viewmodel.inspect;

import org.jspecify.annotations.Nullable;

/**
 * One line of the inspector. Immutable.
 *
 * @param section the key of the section that it belongs to
 * @param name of the field; empty for the heading of the section
 * @param value in words
 * @param before its value before it changed, null if it did not change just now
 */
public record Line(String section, String name, String value, @Nullable String before) {
  /** Returns true if it is the heading of a section. */
  public boolean isHeading() {
    return name.isEmpty();
  }
}
