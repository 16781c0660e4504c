package org.quorama.monitor.view;

import javafx.util.StringConverter;

/** Says how much slower time passes. */
final class PaceWords extends StringConverter<Integer> {
  @Override
  public String toString(Integer dilation) {
    return dilation == 1 ? "as usual" : dilation + " × slower";
  }

  @Override
  public Integer fromString(String words) {
    return words.startsWith("as") ? 1 : Integer.valueOf(words.substring(0, words.indexOf(' ')));
  }
}
