package org.quorama.monitor.viewmodel.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a window remembers, also where the file is broken or cannot be written. */
class SettingsTest {
  @TempDir private Path dir = Path.of("");

  @Test
  void whatIsSavedIsThereNextTime() {
    Path file = dir.resolve("deep").resolve("window.properties");
    Settings before = Settings.in(file);
    before.set(Settings.THEME, "projector");
    before.set("window.x", "12.5");
    before.calmProperty().set(true);
    before.save();
    Settings after = Settings.in(file);
    assertThat(after.get(Settings.THEME)).contains("projector");
    assertThat(after.number("window.x")).contains(12.5);
    assertThat(after.calmProperty().get()).isTrue();
    assertThat(after.isSet(Settings.TOUR_SEEN)).isFalse();
  }

  @Test
  void aBrokenFileCountsAsEmpty() throws IOException {
    Path file = dir.resolve("window.properties");
    Files.write(file, new byte[] {(byte) 0xff, (byte) 0xfe, '\\', 'u', 'x', 'y'});
    assertThat(Settings.in(file).get(Settings.THEME)).isEmpty();
    Files.writeString(file, "window.x = wide\nwindow.y = NaN\n");
    assertThat(Settings.in(file).number("window.x")).isEmpty();
    assertThat(Settings.in(file).number("window.y")).isEmpty();
  }

  @Test
  void aPlaceThatCannotBeWrittenIsLeftAlone() throws IOException {
    Path notADirectory = Files.writeString(dir.resolve("file"), "text");
    Settings settings = Settings.in(notADirectory.resolve("window.properties"));
    settings.set(Settings.THEME, "dark");
    assertThatCode(settings::save).doesNotThrowAnyException();
    assertThat(Files.readString(notADirectory)).isEqualTo("text");
  }
}
