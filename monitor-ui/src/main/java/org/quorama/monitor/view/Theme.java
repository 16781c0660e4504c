package org.quorama.monitor.view;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import javafx.scene.paint.Color;

/** The two looks, with the colours of what is drawn by hand (Okabe and Ito's, where not grey). */
@SuppressWarnings("ImmutableEnumChecker") // JavaFX colours are immutable, but not marked so
public enum Theme {
  /** Dark on light. */
  LIGHT("#1f2328", "#59636e", "#ffffff", "#0072b2", "#b35900"),
  /** Light on dark. */
  DARK("#e6edf3", "#9da7b3", "#161b22", "#56b4e9", "#e69f00");

  private final Color text;
  private final Color muted;
  private final Color ground;
  private final Color accent;
  private final Color warm;

  Theme(String text, String muted, String ground, String accent, String warm) {
    this.text = Color.web(text);
    this.muted = Color.web(muted);
    this.ground = Color.web(ground);
    this.accent = Color.web(accent);
    this.warm = Color.web(warm);
  }

  String stylesheet() {
    return this == LIGHT
        ? new PrimerLight().getUserAgentStylesheet()
        : new PrimerDark().getUserAgentStylesheet();
  }

  Theme other() {
    return this == LIGHT ? DARK : LIGHT;
  }

  /** Returns the colour of words and lines. */
  public Color text() {
    return text;
  }

  /** Returns the colour of what matters less. */
  public Color muted() {
    return muted;
  }

  /** Returns the colour behind all. */
  public Color ground() {
    return ground;
  }

  /** Returns the colour of what is as it should be, and of leaders. */
  public Color accent() {
    return accent;
  }

  /** Returns the colour of what wants attention. */
  public Color warm() {
    return warm;
  }
}
