package org.quorama.monitor.viewmodel.settings;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Properties;
import java.util.TreeMap;
import javafx.beans.property.BooleanProperty;
import javafx.beans.property.SimpleBooleanProperty;
import org.jspecify.annotations.Nullable;

/**
 * What the window remembers: its look, size and place, the screen in sight, and whether the tour
 * was seen. A file that cannot be read counts as empty, one that cannot be written is left as it
 * is: nobody should lose a lesson over them. Confined to the JavaFX thread.
 */
public final class Settings {
  /** The name of the theme. */
  public static final String THEME = "theme";

  /** The language: {@code en} or {@code de}. */
  public static final String LANGUAGE = "language";

  /** The screen in sight. */
  public static final String SCREEN = "screen";

  /** Whether four screens are in sight. */
  public static final String TILED = "tiled";

  /** Whether the tour was seen. */
  public static final String TOUR_SEEN = "tour.seen";

  private static final System.Logger LOG = System.getLogger(Settings.class.getName());
  private static final String CALM = "motion.reduced";

  private final @Nullable Path file;
  private final TreeMap<String, String> values = new TreeMap<>();
  private final BooleanProperty calm = new SimpleBooleanProperty();

  private Settings(@Nullable Path file) {
    this.file = file;
  }

  /** Returns settings that are forgotten at the end, and a tour that was seen. */
  public static Settings forgotten() {
    Settings settings = new Settings(null);
    settings.set(TOUR_SEEN, "true");
    return settings;
  }

  /** Returns those of this person, in {@code .quorama/window.properties} in the home directory. */
  public static Settings ofThisPerson() {
    return in(Path.of(System.getProperty("user.home", "."), ".quorama", "window.properties"));
  }

  /**
   * Returns those of a file; none if it is not there or cannot be read.
   *
   * @param file which
   */
  public static Settings in(Path file) {
    Settings settings = new Settings(file);
    Properties read = new Properties();
    if (Files.isRegularFile(file)) {
      try (Reader in = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
        read.load(in);
      } catch (IOException | IllegalArgumentException e) {
        LOG.log(System.Logger.Level.INFO, "Cannot read {0}: {1}", file, e.getMessage());
      }
    }
    read.stringPropertyNames().forEach(key -> settings.values.put(key, read.getProperty(key)));
    settings.calm.set(settings.isSet(CALM));
    settings.calm.addListener((value, before, now) -> settings.set(CALM, now.toString()));
    return settings;
  }

  /**
   * Returns what is remembered under a name.
   *
   * @param key the name
   */
  public Optional<String> get(String key) {
    return Optional.ofNullable(values.get(key));
  }

  /**
   * Returns a number that is remembered under a name, nothing if it is none.
   *
   * @param key the name
   */
  public Optional<Double> number(String key) {
    try {
      return get(key).map(Double::valueOf).filter(Double::isFinite);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }

  /**
   * Returns true if a name is remembered as true.
   *
   * @param key the name
   */
  public boolean isSet(String key) {
    return Boolean.parseBoolean(values.getOrDefault(key, "false"));
  }

  /**
   * Remembers something.
   *
   * @param key the name
   * @param value in place of what it was
   */
  public void set(String key, String value) {
    values.put(key, value);
  }

  /** Returns whether nothing is to move that need not. */
  public BooleanProperty calmProperty() {
    return calm;
  }

  /** Writes everything down, if there is where to. */
  public void save() {
    if (file == null) {
      return;
    }
    Properties written = new Properties();
    written.putAll(values);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      try (Writer out = Files.newBufferedWriter(file, StandardCharsets.UTF_8)) {
        written.store(out, "Quorama's window");
      }
    } catch (IOException e) {
      LOG.log(System.Logger.Level.INFO, "Cannot write {0}: {1}", file, e.getMessage());
    }
  }
}
