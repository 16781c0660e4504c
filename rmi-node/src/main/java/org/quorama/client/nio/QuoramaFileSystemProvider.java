package org.quorama.client.nio;

import java.io.IOException;
import java.net.URI;
import java.nio.channels.FileChannel;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessMode;
import java.nio.file.CopyOption;
import java.nio.file.DirectoryStream;
import java.nio.file.FileStore;
import java.nio.file.FileSystem;
import java.nio.file.FileSystemAlreadyExistsException;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.LinkOption;
import java.nio.file.NotDirectoryException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.FileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.spi.FileSystemProvider;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeAddress;

/**
 * Lets ordinary Java programs use a cluster by {@code quorama://host:port[,host:port]/path},
 * without a change. Thread-safe. Java finds it by itself.
 *
 * <p>{@code Path.of(URI)} connects by itself, with the secret that the property {@code
 * quorama.secret.file} names, or that of the command line's default cluster.
 */
public final class QuoramaFileSystemProvider extends FileSystemProvider {
  static final String SCHEME = "quorama";

  private final Function<ClusterAt, FileCalls> connect;
  private final Map<List<NodeAddress>, QuoramaFileSystem> fileSystems = new HashMap<>();

  /** Makes the provider; called by Java. */
  public QuoramaFileSystemProvider() {
    this(ClientFileCalls::connect);
  }

  QuoramaFileSystemProvider(Function<ClusterAt, FileCalls> connect) {
    this.connect = connect;
  }

  @Override
  public String getScheme() {
    return SCHEME;
  }

  @Override
  public FileSystem newFileSystem(URI uri, Map<String, ?> settings) {
    return open(uri, settings);
  }

  private synchronized QuoramaFileSystem open(URI uri, Map<String, ?> settings) {
    ClusterAt cluster = ClusterAt.of(uri, settings);
    if (fileSystems.containsKey(cluster.servers())) {
      throw new FileSystemAlreadyExistsException(uri.toString());
    }
    QuoramaFiles files = new QuoramaFiles(connect.apply(cluster), System::currentTimeMillis);
    QuoramaFileSystem made =
        new QuoramaFileSystem(this, ClusterAt.authority(cluster.servers()), files);
    fileSystems.put(cluster.servers(), made);
    return made;
  }

  /** Takes note that a file system was closed. */
  synchronized void closed(QuoramaFileSystem fileSystem) {
    fileSystems.values().remove(fileSystem);
  }

  @Override
  public synchronized FileSystem getFileSystem(URI uri) {
    QuoramaFileSystem known = fileSystems.get(ClusterAt.servers(uri));
    if (known == null) {
      throw new FileSystemNotFoundException(uri.toString());
    }
    return known;
  }

  @Override
  public synchronized Path getPath(URI uri) {
    QuoramaFileSystem known = fileSystems.get(ClusterAt.servers(uri));
    QuoramaFileSystem fileSystem = known == null ? open(uri, Map.of()) : known;
    String path = uri.getPath();
    return fileSystem.getPath(path == null || path.isEmpty() ? "/" : path);
  }

  private static QuoramaFiles files(Path path) {
    return QuoramaPath.of(path).getFileSystem().files();
  }

  @Override
  public SeekableByteChannel newByteChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    return newFileChannel(path, options, attributes);
  }

  @Override
  public FileChannel newFileChannel(
      Path path, Set<? extends OpenOption> options, FileAttribute<?>... attributes)
      throws IOException {
    refuse(attributes);
    return files(path).open(QuoramaPath.of(path), OpenMode.of(options));
  }

  private static void refuse(FileAttribute<?>... attributes) {
    if (attributes.length > 0) {
      throw new UnsupportedOperationException(
          "A quorama file system knows no attribute " + attributes[0].name());
    }
  }

  @Override
  public DirectoryStream<Path> newDirectoryStream(
      Path directory, DirectoryStream.Filter<? super Path> filter) throws IOException {
    QuoramaPath path = QuoramaPath.of(directory);
    if (!files(path).stat(path).directory()) {
      throw new NotDirectoryException(path.toString());
    }
    return new PathStream(files(path).list(path), filter);
  }

  @Override
  public void createDirectory(Path directory, FileAttribute<?>... attributes) throws IOException {
    refuse(attributes);
    files(directory).createDirectory(QuoramaPath.of(directory));
  }

  @Override
  public void delete(Path path) throws IOException {
    files(path).delete(QuoramaPath.of(path));
  }

  @Override
  public void copy(Path source, Path target, CopyOption... options) throws IOException {
    pair(source, target, options).copy();
  }

  @Override
  public void move(Path source, Path target, CopyOption... options) throws IOException {
    pair(source, target, options).move();
  }

  private static CopyAndMove pair(Path source, Path target, CopyOption... options) {
    return new CopyAndMove(QuoramaPath.of(source), QuoramaPath.of(target), options);
  }

  @Override
  public boolean isSameFile(Path path, Path other) throws IOException {
    if (path.equals(other)) {
      return true;
    }
    if (!(other instanceof QuoramaPath that) || that.getFileSystem() != path.getFileSystem()) {
      return false;
    }
    Path real = path.toRealPath();
    return real.equals(that.toRealPath());
  }

  @Override
  public boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }

  @Override
  public FileStore getFileStore(Path path) throws IOException {
    QuoramaPath ours = QuoramaPath.of(path);
    files(ours).stat(ours);
    return new QuoramaFileStore(ours.getFileSystem());
  }

  @Override
  public void checkAccess(Path path, AccessMode... modes) throws IOException {
    // whoever knows the secret may read, write and search everything
    files(path).stat(QuoramaPath.of(path));
  }

  @Override
  public <V extends FileAttributeView> @Nullable V getFileAttributeView(
      Path path, Class<V> type, LinkOption... options) {
    return type == BasicFileAttributeView.class
        ? type.cast(new PathAttributeView(QuoramaPath.of(path)))
        : null;
  }

  @Override
  public <A extends BasicFileAttributes> A readAttributes(
      Path path, Class<A> type, LinkOption... options) throws IOException {
    if (type != BasicFileAttributes.class) {
      throw new UnsupportedOperationException("There are only basic attributes, unlike " + type);
    }
    return type.cast(attributes(path));
  }

  private static PathAttributes attributes(Path path) throws IOException {
    return new PathAttributes(files(path).stat(QuoramaPath.of(path)));
  }

  @Override
  public Map<String, Object> readAttributes(Path path, String attributes, LinkOption... options)
      throws IOException {
    return attributes(path).named(attributes);
  }

  @Override
  public void setAttribute(Path path, String attribute, Object value, LinkOption... options)
      throws IOException {
    if (!attribute.equals("lastModifiedTime") && !attribute.equals("basic:lastModifiedTime")) {
      throw new UnsupportedOperationException("Only lastModifiedTime can be set: " + attribute);
    }
    FileTime time = (FileTime) Objects.requireNonNull(value);
    files(path).setModified(QuoramaPath.of(path), time.toMillis());
  }
}
