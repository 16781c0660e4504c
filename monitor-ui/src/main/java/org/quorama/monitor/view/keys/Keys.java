package org.quorama.monitor.view.keys;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import javafx.scene.Node;
import javafx.scene.Scene;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.TextInputControl;
import javafx.scene.input.KeyEvent;
import org.jspecify.annotations.Nullable;

/**
 * The keys of the whole window. None acts while a text is typed, nor while a card covers the
 * window, but the one that closes it. Confined to the JavaFX thread.
 */
public final class Keys {
  private final List<Key> all = new ArrayList<>();
  private final BooleanSupplier isCovered;

  /**
   * A key.
   *
   * @param group the end of the key of the group's words: {@code node}
   * @param cap what is on it: {@code k}
   * @param text the key of the words that say what it does
   * @param action does it
   * @param always whether it acts while a card covers the window
   */
  public record Key(String group, String cap, String text, Runnable action, boolean always) {}

  /**
   * Makes some, none as yet.
   *
   * @param isCovered tells whether a card covers the window
   */
  public Keys(BooleanSupplier isCovered) {
    this.isCovered = isCovered;
  }

  /**
   * Adds a key that is typed: a letter, a digit or a sign.
   *
   * @param group the end of the key of the group's words: {@code frame.keys.group.NAME}
   * @param cap what is typed
   * @param text the key of the words that say what it does
   * @param action does it
   */
  public void add(String group, String cap, String text, Runnable action) {
    all.add(new Key(group, cap, text, action, false));
  }

  /**
   * Adds a key that acts while a card covers the window, too.
   *
   * @param group the end of the key of the group's words
   * @param cap what is typed
   * @param text the key of the words that say what it does
   * @param action does it
   */
  public void addAlways(String group, String cap, String text, Runnable action) {
    all.add(new Key(group, cap, text, action, true));
  }

  /**
   * Adds a key that acts elsewhere, to be shown only.
   *
   * @param group the end of the key of the group's words
   * @param cap what is on it
   * @param text the key of the words that say what it does
   */
  public void show(String group, String cap, String text) {
    all.add(new Key(group, cap, text, () -> {}, false));
  }

  /**
   * Has the keys act in a scene, wherever the focus is.
   *
   * @param scene whose
   */
  public void install(Scene scene) {
    scene.addEventFilter(
        KeyEvent.KEY_TYPED,
        typed -> {
          boolean plain = !typed.isControlDown() && !typed.isMetaDown();
          String cap = typed.getCharacter();
          if (plain && !isTaken(scene.getFocusOwner(), cap) && type(cap)) {
            typed.consume();
          }
        });
  }

  /** A text takes every key, and a button the space bar. */
  private static boolean isTaken(@Nullable Node owner, String cap) {
    return owner instanceof TextInputControl || (owner instanceof ButtonBase && cap.equals(" "));
  }

  /**
   * Does what a key does.
   *
   * @param cap what was typed
   * @return false if no key is so called, or it may not act now
   */
  public boolean type(String cap) {
    Optional<Key> found = all.stream().filter(key -> key.cap().equals(cap)).findFirst();
    boolean acts = found.isPresent() && (found.get().always() || !isCovered.getAsBoolean());
    if (acts) {
      found.get().action().run();
    }
    return acts;
  }

  /** Returns every key, in the order in which they were added. */
  public List<Key> all() {
    return List.copyOf(all);
  }
}
