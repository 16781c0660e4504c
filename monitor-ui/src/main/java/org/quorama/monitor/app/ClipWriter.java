package org.quorama.monitor.app;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.image.Image;
import javafx.scene.image.PixelFormat;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.metadata.IIOMetadata;
import javax.imageio.metadata.IIOMetadataNode;
import javax.imageio.stream.ImageOutputStream;
import org.quorama.monitor.model.history.History;

/** Writes clips as animated GIF, by the JDK's own image writer. */
final class ClipWriter {
  private static final String FORMAT = "javax_imageio_gif_image_1.0";
  private static final int HUNDREDTHS = 100;

  private final ImageWriter writer;
  private boolean first = true;

  private ClipWriter(ImageWriter writer) {
    this.writer = writer;
  }

  static void write(History history, ClipSpan span, PictureStyle style, Path gif) {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("gif").next();
    try (Studio studio = new Studio(history, style)) {
      Files.deleteIfExists(gif);
      try (ImageOutputStream out = ImageIO.createImageOutputStream(gif.toFile())) {
        if (out == null) {
          throw new IOException("not a place for a file");
        }
        writer.setOutput(out);
        writer.prepareWriteSequence(null);
        new ClipWriter(writer).frames(studio, span);
        writer.endWriteSequence();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("Cannot write " + gif, e);
    } finally {
      writer.dispose();
    }
  }

  private void frames(Studio studio, ClipSpan span) throws IOException {
    for (int i = 0; i < span.frames(); i++) {
      studio.goTo(span.nanosOf(i));
      if (i == 0) {
        studio.settle();
      }
      frame(studio.shoot());
    }
  }

  private void frame(Image picture) throws IOException {
    int width = (int) picture.getWidth();
    int height = (int) picture.getHeight();
    int[] pixels = new int[width * height];
    picture
        .getPixelReader()
        .getPixels(0, 0, width, height, PixelFormat.getIntArgbInstance(), pixels, 0, width);
    BufferedImage image = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    image.setRGB(0, 0, width, height, pixels, 0, width);
    ImageWriteParam how = writer.getDefaultWriteParam();
    IIOMetadata data = metadata(ImageTypeSpecifier.createFromRenderedImage(image), how);
    writer.writeToSequence(new IIOImage(image, null, data), how);
    first = false;
  }

  private IIOMetadata metadata(ImageTypeSpecifier type, ImageWriteParam how) throws IOException {
    IIOMetadata data = writer.getDefaultImageMetadata(type, how);
    IIOMetadataNode root = (IIOMetadataNode) data.getAsTree(FORMAT);
    IIOMetadataNode control = child(root, "GraphicControlExtension");
    control.setAttribute("disposalMethod", "none");
    control.setAttribute("userInputFlag", "FALSE");
    control.setAttribute("transparentColorFlag", "FALSE");
    control.setAttribute("transparentColorIndex", "0");
    int delay = HUNDREDTHS / ClipSpan.FRAMES_PER_SECOND;
    control.setAttribute("delayTime", Integer.toString(delay));
    if (first) {
      root.appendChild(endlessly());
    }
    data.setFromTree(FORMAT, root);
    return data;
  }

  /** The extension by which a GIF begins anew at its end. */
  private static IIOMetadataNode endlessly() {
    IIOMetadataNode extension = new IIOMetadataNode("ApplicationExtension");
    extension.setAttribute("applicationID", "NETSCAPE");
    extension.setAttribute("authenticationCode", "2.0");
    extension.setUserObject(new byte[] {1, 0, 0});
    IIOMetadataNode extensions = new IIOMetadataNode("ApplicationExtensions");
    extensions.appendChild(extension);
    return extensions;
  }

  private static IIOMetadataNode child(IIOMetadataNode root, String name) {
    for (int i = 0; i < root.getLength(); i++) {
      if (root.item(i).getNodeName().equals(name)) {
        return (IIOMetadataNode) root.item(i);
      }
    }
    IIOMetadataNode child = new IIOMetadataNode(name);
    root.appendChild(child);
    return child;
  }
}
