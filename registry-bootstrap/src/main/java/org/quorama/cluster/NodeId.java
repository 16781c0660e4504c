package org.quorama.cluster;

import java.io.Serializable;
import java.util.regex.Pattern;

/**
 * Names one node for as long as the cluster lives, whatever its address. Immutable.
 *
 * @param value a lower-case letter followed by at most fifteen letters, digits or hyphens: {@code
 *     n1}
 */
public record NodeId(String value) implements Comparable<NodeId>, Serializable {
  private static final Pattern FORM = Pattern.compile("[a-z][a-z0-9-]{0,15}");

  /**
   * Checks the form, also on arrival from another process.
   *
   * @throws IllegalArgumentException if the value has another form
   */
  public NodeId {
    if (!FORM.matcher(value).matches()) {
      throw new IllegalArgumentException(
          "Not a node id: use a lower-case letter, then up to 15 of a-z, 0-9 and -, as in n1");
    }
  }

  /**
   * Returns the id with this text.
   *
   * @param value its text, as in {@code n1}
   */
  public static NodeId of(String value) {
    return new NodeId(value);
  }

  @Override
  public int compareTo(NodeId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
