package org.quorama.runtime.core;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quorama.protocol.Bytes;

/**
 * Puts commands into words, and remembers the last ones: a command is told when it is appended and
 * again when it is applied. Confined to its tracer.
 */
final class CommandWords implements Function<Bytes, String> {
  private static final int SLOTS = 1024;

  private final Function<Bytes, String> describe;
  private final @Nullable Told[] told = new Told[SLOTS];

  private record Told(Bytes command, String words) {}

  CommandWords(Function<Bytes, String> describe) {
    this.describe = describe;
  }

  @Override
  public String apply(Bytes command) {
    int slot = Math.floorMod(command.hashCode(), SLOTS);
    Told known = told[slot];
    if (known == null || !known.command().equals(command)) {
      known = new Told(command, describe.apply(command));
      told[slot] = known;
    }
    return known.words();
  }
}
