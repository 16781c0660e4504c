package org.quorama.monitor.view.screen;

import javafx.scene.control.ButtonBase;
import javafx.scene.control.Tooltip;
import org.jspecify.annotations.Nullable;

/** Short names of controls. */
public final class Signs {
  private Signs() {}

  /**
   * Has a control show what it does, or a sign where there is no room for words: then a tip says
   * it. Screen readers say it in any case.
   *
   * @param control which
   * @param text what it does
   * @param sign what is shown in place of the words, null for the words
   */
  public static void say(ButtonBase control, String text, @Nullable String sign) {
    control.setText(sign == null ? text : sign);
    control.setAccessibleText(text);
    control.setTooltip(sign == null ? null : new Tooltip(text));
  }
}
