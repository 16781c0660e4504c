package org.quorama.monitor.view.screen;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tells whether something has to be drawn again: whether what it shows is another than it was. Not
 * thread-safe.
 */
public final class Changes {
  private List<@Nullable Object> before = List.of();

  /**
   * Returns true if any of these is another than at the last call, and at the first call. Objects
   * are the same if they are identical or, where they are no collections, equal: a model that was
   * not changed is the same object.
   *
   * @param inputs all that is shown
   */
  public boolean in(@Nullable Object... inputs) {
    List<@Nullable Object> now = Arrays.asList(inputs.clone());
    boolean same = now.size() == before.size();
    for (int i = 0; same && i < now.size(); i++) {
      same = isSame(before.get(i), now.get(i));
    }
    before = now;
    return !same;
  }

  @SuppressWarnings("ReferenceEquality") // the same object cannot have changed; others are small
  private static boolean isSame(@Nullable Object one, @Nullable Object other) {
    boolean isSmall = one instanceof Number || one instanceof String || one instanceof Boolean;
    boolean isRecord = one instanceof Record && !one.getClass().getName().contains(".model.");
    return one == other || ((isSmall || isRecord) && one != null && one.equals(other));
  }
}
