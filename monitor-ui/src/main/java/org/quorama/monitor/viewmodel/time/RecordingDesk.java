package org.quorama.monitor.viewmodel.time;

import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * What a person may do with the recording of a window. Each thing is done beside the JavaFX thread;
 * what became of it is told there: nothing if all is well, else a sentence.
 */
public interface RecordingDesk {
  /** What can be written. */
  enum Form {
    /** A recording of its own. */
    COPY(".mv.db"),
    /** Lines of JSON. */
    LINES(".ndjson"),
    /** A picture of the window as it is. */
    PICTURE(".png"),
    /** An animated picture of a span. */
    CLIP(".gif");

    private final String suffix;

    Form(String suffix) {
      this.suffix = suffix;
    }

    /** Returns how the names of such files end. */
    public String suffix() {
      return suffix;
    }
  }

  /**
   * Opens another recording in a window of its own.
   *
   * @param file which
   * @param told what became of it
   */
  void open(Path file, Consumer<String> told);

  /**
   * Writes something.
   *
   * @param form what
   * @param file where
   * @param told what became of it
   */
  void write(Form form, Path file, Consumer<String> told);
}
