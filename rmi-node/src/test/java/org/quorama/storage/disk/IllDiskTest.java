package org.quorama.storage.disk;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.trace.FaultTrace.DiskCondition;

class IllDiskTest {
  @TempDir private Path directory;
  private final IllDisk disk = new IllDisk(new RealDisk());
  private ForcedFile file;

  @BeforeEach
  void open() throws IOException {
    file = disk.open(directory.resolve("a"));
    file.write(bytes(8), 0);
  }

  @AfterEach
  void close() throws IOException {
    file.close();
  }

  @Test
  void aHealthyDiskIsAsGoodAsTheOneBehindIt() throws IOException {
    file.force();
    disk.forceDirectory(directory);
    assertThat(disk.list(directory)).containsExactly("a");
    assertThat(disk.bytesFree(directory)).isPositive();
    assertThat(disk.condition()).isEqualTo(DiskCondition.HEALTHY);
  }

  @Test
  @DisplayName("a full disk lets no file grow and none be made; what is there can be written over")
  void aFullDiskLetsNothingGrow() {
    disk.fallIll(DiskCondition.FULL, Duration.ZERO);

    assertThatThrownBy(() -> file.write(bytes(2), 7)).hasMessageContaining("No space left");
    assertThatThrownBy(() -> disk.open(directory.resolve("b"))).hasMessageContaining("No space");
    assertThatThrownBy(() -> disk.makeDirectory(directory.resolve("c")))
        .isInstanceOf(IOException.class);
    assertThatCode(() -> file.write(bytes(8), 0)).doesNotThrowAnyException();
    assertThat(disk.bytesFree(directory)).isZero();

    disk.fallIll(DiskCondition.HEALTHY, Duration.ZERO);
    assertThatCode(() -> file.write(bytes(2), 7)).doesNotThrowAnyException();
  }

  @Test
  void aDiskThatCannotForceStillTakesWrites() throws IOException {
    disk.fallIll(DiskCondition.FSYNC_ERROR, Duration.ZERO);

    file.write(bytes(4), 8);
    assertThatThrownBy(() -> file.force()).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> disk.forceDirectory(directory)).isInstanceOf(IOException.class);
  }

  @Test
  void aSlowDiskTakesItsTimeToForce() throws IOException {
    Duration delay = Duration.ofMillis(20);
    disk.fallIll(DiskCondition.SLOW, delay);

    long begun = System.nanoTime();
    file.force();
    assertThat(System.nanoTime() - begun).isGreaterThanOrEqualTo(delay.toNanos());
  }

  private static ByteBuffer bytes(int length) {
    return ByteBuffer.allocate(length);
  }
}
