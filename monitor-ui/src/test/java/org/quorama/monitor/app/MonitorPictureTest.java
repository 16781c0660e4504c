package org.quorama.monitor.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.monitor.RepairTrace;
import org.quorama.monitor.SampleTraces;
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
  void aLinuxWithoutDisplayIsTold() {
    assertThat(Toolkit.lacksDisplay("Linux", Map.of())).isTrue();
    assertThat(Toolkit.lacksDisplay("Linux", Map.of("DISPLAY", ":0"))).isFalse();
    assertThat(Toolkit.lacksDisplay("Mac OS X", Map.of())).isFalse();
    assertThat(Toolkit.noDisplay()).hasMessageContaining("--headless");
  }
}
