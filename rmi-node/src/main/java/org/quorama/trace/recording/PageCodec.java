package org.quorama.trace.recording;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceJson;

/** Turns events into few bytes and back: lines of JSON, compressed quickly. Thread-safe. */
public final class PageCodec {
  private static final int BUFFER = 1 << 16;

  private final TraceJson json = new TraceJson();

  /** Makes one; it is costly to make and cheap to use. */
  public PageCodec() {}

  /**
   * Returns events as bytes.
   *
   * @param events in their order
   */
  public byte[] encode(List<TraceEvent> events) {
    ByteArrayOutputStream lines = new ByteArrayOutputStream(BUFFER);
    for (TraceEvent event : events) {
      lines.writeBytes(json.write(event).getBytes(StandardCharsets.UTF_8));
      lines.write('\n');
    }
    return deflate(lines.toByteArray());
  }

  /**
   * Returns the events of bytes.
   *
   * @param page as {@link #encode} made it
   * @throws IllegalArgumentException if it is damaged
   */
  public List<TraceEvent> decode(byte[] page) {
    List<TraceEvent> events = new ArrayList<>();
    new String(inflate(page), StandardCharsets.UTF_8)
        .lines()
        .forEach(line -> events.add(json.read(line)));
    return events;
  }

  /**
   * Returns bytes compressed.
   *
   * @param bytes which
   */
  public static byte[] deflate(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(BUFFER);
    Deflater quick = new Deflater(Deflater.BEST_SPEED);
    try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, quick, BUFFER)) {
      deflated.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("Compressing in memory", e);
    } finally {
      quick.end();
    }
    return out.toByteArray();
  }

  /**
   * Returns bytes as they were before they were compressed.
   *
   * @param bytes which
   * @throws IllegalArgumentException if they are damaged
   */
  public static byte[] inflate(byte[] bytes) {
    try (InflaterInputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes))) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw new IllegalArgumentException("A page of the recording is damaged", e);
    }
  }
}
