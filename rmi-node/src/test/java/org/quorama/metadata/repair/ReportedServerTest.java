package org.quorama.metadata.repair;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkId;
import org.quorama.chunk.ChunkVersion;
import org.quorama.metadata.repair.ReportedServer.Held;
import org.quorama.protocol.MonotonicTime;

/** What answers tell of one chunkserver. */
class ReportedServerTest {
  private static final ChunkId CHUNK = new ChunkId(7);
  private static final MonotonicTime NOW = new MonotonicTime(5);
  private static final MonotonicTime LATER = new MonotonicTime(6);

  private final ReportedServer server = new ReportedServer();

  @Test
  @DisplayName("F-17 The late end of an older round takes no version back")
  void olderVersionIsNotAcceptedAgain() {
    server.accepted(CHUNK, new ChunkVersion(3), NOW, 100);
    server.accepted(CHUNK, new ChunkVersion(2), LATER, 40);

    assertThat(server.held).containsEntry(CHUNK, new Held(new ChunkVersion(3), 100, false, NOW));
    assertThat(server.heldBytes()).isEqualTo(100);
  }

  @Test
  @DisplayName("F-17 A newer version is accepted, and a length that nobody told stays")
  void newerVersionIsAccepted() {
    server.accepted(CHUNK, new ChunkVersion(2), NOW, 100);
    server.accepted(CHUNK, new ChunkVersion(3), LATER, ReportedServer.LENGTH_KEPT);

    assertThat(server.held).containsEntry(CHUNK, new Held(new ChunkVersion(3), 100, false, LATER));
  }
}
