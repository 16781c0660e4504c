package org.quorama.monitor.app;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import java.util.zip.DeflaterOutputStream;
import javafx.scene.image.Image;
import javafx.scene.image.PixelReader;

/** Writes a picture as PNG, eight bits a colour, without transparency. */
final class Png {
  private static final byte[] SIGNATURE = {(byte) 137, 'P', 'N', 'G', 13, 10, 26, 10};

  private Png() {}

  static void write(Image image, Path file) throws IOException {
    try (OutputStream out = Files.newOutputStream(file)) {
      out.write(SIGNATURE);
      ByteArrayOutputStream header = new ByteArrayOutputStream();
      DataOutputStream fields = new DataOutputStream(header);
      fields.writeInt((int) image.getWidth());
      fields.writeInt((int) image.getHeight());
      fields.write(new byte[] {8, 2, 0, 0, 0});
      block(out, "IHDR", header.toByteArray());
      block(out, "IDAT", pixels(image));
      block(out, "IEND", new byte[0]);
    }
  }

  private static byte[] pixels(Image image) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PixelReader reader = image.getPixelReader();
    try (DeflaterOutputStream out = new DeflaterOutputStream(bytes)) {
      for (int y = 0; y < (int) image.getHeight(); y++) {
        out.write(0);
        for (int x = 0; x < (int) image.getWidth(); x++) {
          int argb = reader.getArgb(x, y);
          out.write(argb >> 16);
          out.write(argb >> 8);
          out.write(argb);
        }
      }
    }
    return bytes.toByteArray();
  }

  private static void block(OutputStream out, String type, byte[] data) throws IOException {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 sum = new CRC32();
    sum.update(name);
    sum.update(data);
    DataOutputStream fields = new DataOutputStream(out);
    fields.writeInt(data.length);
    fields.write(name);
    fields.write(data);
    fields.writeInt((int) sum.getValue());
    fields.flush();
  }
}
