package org.quorama.client.nio;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.quorama.cluster.NodeAddress;

/**
 * Which cluster a URI means, and how it is reached. Immutable.
 *
 * @param servers where some nodes listen
 * @param secretFile where its secret is
 * @param timeout how long an operation may look for a leader
 */
record ClusterAt(List<NodeAddress> servers, Path secretFile, Duration timeout) {
  /** Names the file with the secret, in the settings of a file system. */
  static final String SECRET_FILE = "secret.file";

  /** Names the same file as a property of the JVM. */
  static final String SECRET_PROPERTY = "quorama.secret.file";

  /** Names the time-out of an operation: a duration, or its text as {@code PT15S}. */
  static final String TIMEOUT = "timeout";

  private static final Duration USUAL_TIMEOUT = Duration.ofSeconds(60);

  ClusterAt {
    servers = List.copyOf(servers);
  }

  /** Reads a URI with the settings that go with it; throws {@link IllegalArgumentException}. */
  static ClusterAt of(URI uri, Map<String, ?> settings) {
    Object timeout = settings.get(TIMEOUT);
    return new ClusterAt(
        servers(uri),
        secretFile(settings),
        timeout == null ? USUAL_TIMEOUT : Duration.parse(timeout.toString()));
  }

  /** Returns the servers of a URI in their order; throws {@link IllegalArgumentException}. */
  static List<NodeAddress> servers(URI uri) {
    String authority = uri.getRawAuthority();
    if (!QuoramaFileSystemProvider.SCHEME.equalsIgnoreCase(uri.getScheme()) || authority == null) {
      throw new IllegalArgumentException("Not quorama://host:port/path: " + uri);
    }
    return Arrays.stream(authority.split(",", -1)).map(NodeAddress::parse).toList();
  }

  /** Returns the servers as they stand in a URI. */
  static String authority(List<NodeAddress> servers) {
    return servers.stream().map(NodeAddress::toString).collect(Collectors.joining(","));
  }

  /** The command line takes the same one if it is not told otherwise. */
  private static Path secretFile(Map<String, ?> settings) {
    Object given = settings.get(SECRET_FILE);
    String property = System.getProperty(SECRET_PROPERTY);
    if (given != null) {
      return given instanceof Path path ? path : Path.of(given.toString());
    }
    return property == null
        ? Path.of(System.getProperty("user.home", ""), ".quorama", "default", "secret")
        : Path.of(property);
  }
}
