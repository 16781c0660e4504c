package org.quorama.monitor.model.history;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InvalidClassException;
import java.io.ObjectInputFilter;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.trace.recording.PageCodec;

/** Turns models into bytes and back. Stateless. */
final class States {
  /** Nothing but values of the model and of the trace is ever read. */
  private static final ObjectInputFilter ONLY_VALUES =
      ObjectInputFilter.Config.createFilter(
          "maxdepth=64;org.quorama.monitor.model.**;org.quorama.monitor.words.*;"
              + "org.quorama.trace.*;org.quorama.cluster.*;org.quorama.raft.*;"
              + "org.quorama.raft.log.*;java.util.*;java.lang.*;!*");

  private States() {}

  static byte[] write(ClusterModel model) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(model);
    } catch (IOException e) {
      throw new UncheckedIOException("A model has no serial form", e);
    }
    return PageCodec.deflate(bytes.toByteArray());
  }

  /** Returns the model, null if another version of the monitor wrote it. */
  static @Nullable ClusterModel read(byte[] state) {
    byte[] bytes = PageCodec.inflate(state);
    try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes))) {
      in.setObjectInputFilter(ONLY_VALUES);
      return (ClusterModel) in.readObject();
    } catch (InvalidClassException | ClassNotFoundException | ClassCastException e) {
      return null;
    } catch (IOException e) {
      throw new UncheckedIOException("A state of the recording is damaged", e);
    }
  }
}
