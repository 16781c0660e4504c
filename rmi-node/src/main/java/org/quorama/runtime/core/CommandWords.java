package org.quorama.runtime.core;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quorama.protocol.Bytes;

/**
 * Puts commands into words, and remembers the last ones: a command is told when it is appended and
 * again when it is applied. Confined to its tracer.
 */
final class CommandWords {
  private static final int SLOTS = 1024;

  private final Function<Bytes, String> describe;

  /** The commands that were told last, by index, and their words. */
  private final @Nullable Bytes[] commands = new Bytes[SLOTS];

  private final String[] words = new String[SLOTS];

  CommandWords(Function<Bytes, String> describe) {
    this.describe = describe;
  }

  /**
   * Tells a command.
   *
   * @param index where it is in the log
   * @param command the command; the same object is not put into words twice
   */
  @SuppressWarnings("ReferenceEquality") // another object is told again; no bytes are compared
  String of(long index, Bytes command) {
    int slot = Math.floorMod(index, SLOTS);
    if (commands[slot] != command) {
      words[slot] = describe.apply(command);
      commands[slot] = command;
    }
    return words[slot];
  }
}
