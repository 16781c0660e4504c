package org.quorama.remote.stream;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/** Sends blocks, each with its length in front, and sums up all their bytes. */
final class SentBlocks implements BlockSink {
  private final TimedChannel channel;
  private final CRC32C sum = new CRC32C();

  SentBlocks(TimedChannel channel) {
    this.channel = channel;
  }

  @Override
  public ByteBuffer room() throws IOException {
    return channel.room(StreamForm.MAX_BLOCK);
  }

  @Override
  public void take(int length) {
    sum.update(channel.sendRoom(length));
  }

  int sum() {
    return (int) sum.getValue();
  }
}
