package org.quorama.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.monitor.RepairTrace;
import org.quorama.monitor.SampleTraces;
import org.quorama.monitor.app.file.RecordingFiles;
import org.quorama.monitor.model.history.History;
import org.quorama.monitor.view.Theme;
import org.testfx.framework.junit5.ApplicationExtension;

@ExtendWith(ApplicationExtension.class) // starts JavaFX as the other tests of this JVM need it
class MonitorPictureTest {
  @TempDir private Path directory;

  @Test
  void aRecordedRunBecomesAPicture() throws Exception {
    String keep = System.getProperty("monitor.pictures", "");
    Path into = keep.isEmpty() ? directory : Path.of(keep);
    MonitorPicture.render(
        SampleTraces.firstFile(), into.resolve("light.png"), 1280, 800, Theme.LIGHT);
    MonitorPicture.render(
        SampleTraces.candidate(), into.resolve("dark.png"), 1920, 1080, Theme.DARK);
    MonitorPicture.render(
        SampleTraces.members(), into.resolve("members-light.png"), 1280, 800, Theme.LIGHT);
    MonitorPicture.render(
        SampleTraces.members(), into.resolve("members-dark.png"), 1920, 1080, Theme.DARK);
    MonitorPicture.render(
        SampleTraces.handOver(), into.resolve("transfer-light.png"), 1920, 1080, Theme.LIGHT);
    MonitorPicture.render(
        SampleTraces.handOver(), into.resolve("transfer-dark.png"), 1280, 800, Theme.DARK);
    MonitorPicture.render(
        RepairTrace.events(), into.resolve("chunks-light.png"), 1280, 800, Theme.LIGHT);
    MonitorPicture.render(
        RepairTrace.events(), into.resolve("chunks-dark.png"), 1920, 1080, Theme.DARK);
    assertThat(Files.size(into.resolve("chunks-light.png"))).isGreaterThan(20_000);
    assertThat(Files.size(into.resolve("members-light.png"))).isGreaterThan(20_000);
    assertThat(Files.size(into.resolve("transfer-dark.png"))).isGreaterThan(20_000);
    assertThat(Files.size(into.resolve("light.png"))).isGreaterThan(20_000);
    assertThat(Files.size(into.resolve("dark.png"))).isGreaterThan(20_000);
  }

  @Test
  void aScreenOfAMomentBecomesAPicture() throws Exception {
    Path early = directory.resolve("early.png");
    Path late = directory.resolve("late.png");
    PictureStyle style = new PictureStyle("log", 1280, 800, Theme.PROJECTOR);
    try (History history = RecordingFiles.of(SampleTraces.firstFile())) {
      MonitorPicture.render(history, history.extent().firstNanos(), style, early);
      MonitorPicture.render(history, Long.MAX_VALUE, style, late);
      assertThat(Files.readAllBytes(early)).isNotEqualTo(Files.readAllBytes(late));
      assertThatThrownBy(
              () ->
                  MonitorPicture.render(
                      history, 0, new PictureStyle("none", 100, 100, Theme.LIGHT), early))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("There is no screen none; there are overview");
    }
    assertThat(MonitorPicture.screens()).contains("ring", "log", "spacetime", "chunks");
  }

  @Test
  void aSpanBecomesAClip() throws Exception {
    Path gif = directory.resolve("clip.gif");
    PictureStyle style = new PictureStyle(PictureStyle.WINDOW, 960, 600, Theme.LIGHT);
    try (History history = RecordingFiles.of(SampleTraces.firstFile())) {
      History.Extent extent = history.extent();
      ClipSpan span = new ClipSpan(extent.firstNanos(), extent.lastNanos(), 2);
      MonitorPicture.clip(history, span, style, gif);
      ImageReader reader = ImageIO.getImageReadersByFormatName("gif").next();
      try (ImageInputStream in = ImageIO.createImageInputStream(gif.toFile())) {
        reader.setInput(in);
        assertThat(reader.getNumImages(true)).isEqualTo(span.frames());
        assertThat(reader.getWidth(0)).isEqualTo(960);
      }
    }
  }

  @Test
  void aClipIsAMinuteAtMostAndNeverEmpty() {
    assertThat(new ClipSpan(0, 3_600_000_000_000L, 1).frames()).isEqualTo(600);
    assertThat(new ClipSpan(0, 1_000_000_000L, 0.5).frames()).isEqualTo(20);
    assertThat(new ClipSpan(0, 1, 1).frames()).isEqualTo(2);
    assertThatThrownBy(() -> new ClipSpan(1, 1, 1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aLinuxWithoutDisplayIsTold() {
    assertThat(Toolkit.lacksDisplay("Linux", Map.of())).isTrue();
    assertThat(Toolkit.lacksDisplay("Linux", Map.of("DISPLAY", ":0"))).isFalse();
    assertThat(Toolkit.lacksDisplay("Mac OS X", Map.of())).isFalse();
    assertThat(Toolkit.noDisplay()).hasMessageContaining("--headless");
  }
}
