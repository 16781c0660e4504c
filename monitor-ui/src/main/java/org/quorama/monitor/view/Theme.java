package org.quorama.monitor.view;

import atlantafx.base.theme.PrimerDark;
import atlantafx.base.theme.PrimerLight;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import javafx.scene.Scene;
import javafx.scene.paint.Color;
import javafx.scene.text.Font;
import javafx.scene.text.FontWeight;

/** The three looks, with the colours of what is drawn by hand (Okabe and Ito's, where not grey). */
@SuppressWarnings("ImmutableEnumChecker") // JavaFX colours are immutable, but not marked so
public enum Theme {
  /** Dark on light. */
  LIGHT(1, new Colors("#1f2328", "#59636e", "#ffffff", "#0072b2", "#b35900", "#9b0020")),
  /** Light on dark. */
  DARK(1, new Colors("#e6edf3", "#9da7b3", "#161b22", "#56b4e9", "#e69f00", "#ff4f7b")),
  /** Black on white, half as large again: to be read from the last row of a classroom. */
  PROJECTOR(1.5, new Colors("#000000", "#4a4a4a", "#ffffff", "#004a8f", "#a34400", "#6b0000"));

  private static final double SMALLEST = 12;

  private final double scale;
  private final Color text;
  private final Color muted;
  private final Color ground;
  private final Color accent;
  private final Color warm;
  private final Color alarm;

  /** As the web writes them. */
  private record Colors(
      String text, String muted, String ground, String accent, String warm, String alarm) {}

  Theme(double scale, Colors colors) {
    this.scale = scale;
    this.text = Color.web(colors.text);
    this.muted = Color.web(colors.muted);
    this.ground = Color.web(colors.ground);
    this.accent = Color.web(colors.accent);
    this.warm = Color.web(colors.warm);
    this.alarm = Color.web(colors.alarm);
  }

  /**
   * Returns the theme of a name in any case, light if there is none.
   *
   * @param name such as {@code projector}
   */
  public static Theme named(String name) {
    for (Theme theme : values()) {
      if (theme.name().equalsIgnoreCase(name)) {
        return theme;
      }
    }
    return LIGHT;
  }

  /** Returns the look of the controls. */
  public String stylesheet() {
    return this == DARK
        ? new PrimerDark().getUserAgentStylesheet()
        : new PrimerLight().getUserAgentStylesheet();
  }

  /**
   * Gives a scene this look.
   *
   * @param scene whose
   */
  public void dress(Scene scene) {
    scene.setUserAgentStylesheet(stylesheet());
    scene
        .getStylesheets()
        .setAll(
            this == PROJECTOR
                ? List.of(sheet("people.css"), sheet("projector.css"))
                : List.of(sheet("people.css")));
  }

  private static String sheet(String name) {
    return Objects.requireNonNull(Theme.class.getResource(name), name).toExternalForm();
  }

  /** Returns the next one of the three. */
  public Theme other() {
    return switch (this) {
      case LIGHT -> DARK;
      case DARK -> PROJECTOR;
      case PROJECTOR -> LIGHT;
    };
  }

  /** Returns its name in small letters, as settings and the command line write it. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** Returns how much larger words, glyphs and lines are than usual: 1 or 1.5. */
  public double scale() {
    return scale;
  }

  /**
   * Returns a font of a size as it is on a usual screen; never smaller than 12 px.
   *
   * @param size in pixels, before the theme enlarges it
   */
  public Font font(double size) {
    return Font.font("System", Math.max(SMALLEST, size) * scale);
  }

  /**
   * Returns a bold font of a size as it is on a usual screen; never smaller than 12 px.
   *
   * @param size in pixels, before the theme enlarges it
   */
  public Font bold(double size) {
    return Font.font("System", FontWeight.BOLD, Math.max(SMALLEST, size) * scale);
  }

  /** Returns the colour of words and outlines. */
  public Color text() {
    return text;
  }

  /** Returns the colour of what matters less, still good to read. */
  public Color muted() {
    return muted;
  }

  /** Returns the colour of the ground. */
  public Color ground() {
    return ground;
  }

  /** Returns the colour of what leads, is committed or current. */
  public Color accent() {
    return accent;
  }

  /** Returns the colour of what is about to change, or deserves a look. */
  public Color warm() {
    return warm;
  }

  /** Returns the colour of what is broken; always beside a sign and a word. */
  public Color alarm() {
    return alarm;
  }
}
