package org.quorama.node;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;

/** Reads typed values of settings; every error names key, value and what is allowed. */
final class ConfigReader {
  private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m)");
  private static final Pattern SIZE = Pattern.compile("(\\d{1,9})(KiB|MiB|)");

  private final Properties properties;
  private final Path directory;
  private final boolean fast;

  /**
   * Makes a reader.
   *
   * @param properties what is set
   * @param directory what relative paths start from
   * @throws ConfigException if a key is unknown, or the pace is
   */
  ConfigReader(Properties properties, Path directory) {
    this.properties = properties;
    this.directory = directory;
    checkKeys();
    this.fast = choice(ConfigKey.PACE, "lab", "fast").equals("fast");
  }

  private void checkKeys() {
    TreeSet<String> known = new TreeSet<>();
    for (ConfigKey key : ConfigKey.values()) {
      known.add(key.key());
    }
    for (String name : new TreeSet<>(properties.stringPropertyNames())) {
      if (!known.contains(name)) {
        throw new ConfigException("There is no key " + name + "; use one of " + known);
      }
    }
  }

  String text(ConfigKey key) {
    return properties.getProperty(key.key(), key.defaultAt(fast)).trim();
  }

  String name(ConfigKey key) {
    String value = text(key);
    if (!value.matches("[A-Za-z0-9._-]{1,64}")) {
      throw wrong(key, "1 to 64 letters, digits, dots, hyphens or underscores");
    }
    return value;
  }

  String host(ConfigKey key) {
    String value = text(key);
    if (value.isEmpty()) {
      throw wrong(key, "a host name or address such as 127.0.0.1");
    }
    return value;
  }

  String choice(ConfigKey key, String... allowed) {
    String value = text(key);
    if (!List.of(allowed).contains(value)) {
      throw wrong(key, "one of " + String.join(", ", allowed));
    }
    return value;
  }

  boolean flag(ConfigKey key) {
    return choice(key, "true", "false").equals("true");
  }

  int number(ConfigKey key, int least, int most) {
    try {
      int value = Integer.parseInt(text(key));
      if (value >= least && value <= most) {
        return value;
      }
    } catch (NumberFormatException ignored) {
      // told below, as a number out of range is
    }
    throw wrong(key, "a number from " + least + " to " + most);
  }

  Duration duration(ConfigKey key, Duration least, Duration most) {
    Matcher matcher = DURATION.matcher(text(key));
    if (matcher.matches()) {
      Duration value = durationOf(Long.parseLong(matcher.group(1)), matcher.group(2));
      if (value.compareTo(least) >= 0 && value.compareTo(most) <= 0) {
        return value;
      }
    }
    String range = textOf(least) + " to " + textOf(most);
    throw wrong(key, "a duration from " + range + " such as 250ms, 3s or 2m");
  }

  private static Duration durationOf(long amount, String unit) {
    return switch (unit) {
      case "ms" -> Duration.ofMillis(amount);
      case "s" -> Duration.ofSeconds(amount);
      default -> Duration.ofMinutes(amount);
    };
  }

  private static String textOf(Duration duration) {
    return duration.toMillis() % 1000 == 0
        ? duration.toSeconds() + "s"
        : duration.toMillis() + "ms";
  }

  int size(ConfigKey key, int least, int most) {
    Matcher matcher = SIZE.matcher(text(key));
    if (matcher.matches()) {
      long bytes = Long.parseLong(matcher.group(1)) * factorOf(matcher.group(2));
      if (bytes >= least && bytes <= most) {
        return (int) bytes;
      }
    }
    throw wrong(key, "bytes from " + least + " to " + most + " such as 65536, 64KiB or 8MiB");
  }

  private static long factorOf(String unit) {
    return switch (unit) {
      case "KiB" -> 1L << 10;
      case "MiB" -> 1L << 20;
      default -> 1;
    };
  }

  Path path(ConfigKey key) {
    String value = text(key);
    if (value.isEmpty()) {
      throw wrong(key, "a path");
    }
    return directory.resolve(value).toAbsolutePath().normalize();
  }

  List<NodeId> ids(ConfigKey key) {
    try {
      return items(key).stream().map(NodeId::of).distinct().sorted().toList();
    } catch (IllegalArgumentException e) {
      throw wrong(key, "node ids with commas between, such as n1,n2,n3");
    }
  }

  List<NodeAddress> addresses(ConfigKey key) {
    try {
      return items(key).stream().map(NodeAddress::parse).toList();
    } catch (IllegalArgumentException e) {
      throw wrong(key, "host:port with commas between");
    }
  }

  Map<NodeId, NodeAddress> seeds(ConfigKey key) {
    TreeMap<NodeId, NodeAddress> seeds = new TreeMap<>();
    try {
      for (String item : items(key)) {
        int at = item.indexOf('@');
        seeds.put(
            NodeId.of(item.substring(0, Math.max(at, 0))),
            NodeAddress.parse(item.substring(at + 1)));
      }
    } catch (IllegalArgumentException e) {
      throw wrong(key, "id@host:port with commas between, such as n1@127.0.0.1:20001");
    }
    return seeds;
  }

  /** Reads {@code id=label} pairs. */
  Map<NodeId, String> labels(ConfigKey key) {
    TreeMap<NodeId, String> labels = new TreeMap<>();
    for (String item : items(key)) {
      String[] parts = item.split("=", -1);
      if (parts.length != 2 || !parts[1].matches("[A-Za-z0-9._-]{1,64}")) {
        throw wrong(key, "id=label with commas between, such as n1=east,n2=west");
      }
      labels.put(node(key, parts[0]), parts[1]);
    }
    return labels;
  }

  private NodeId node(ConfigKey key, String id) {
    try {
      return NodeId.of(id);
    } catch (IllegalArgumentException e) {
      throw wrong(key, "node ids such as n1");
    }
  }

  private List<String> items(ConfigKey key) {
    String value = text(key);
    return value.isEmpty()
        ? List.of()
        : Arrays.stream(value.split(",", -1)).map(String::trim).toList();
  }

  /** Returns the error of a value that is not allowed. */
  ConfigException wrong(ConfigKey key, String allowed) {
    return new ConfigException(key.key() + " = " + text(key) + " is wrong: use " + allowed);
  }

  /** Returns every key with value, unit, default and meaning, as a properties file. */
  String describe() {
    StringBuilder lines = new StringBuilder();
    for (ConfigKey key : ConfigKey.values()) {
      lines.append("# ").append(key.meaning());
      lines.append(" [").append(key.unit()).append("], default ").append(key.defaultText());
      lines.append('\n').append(key.key()).append('=').append(escaped(text(key))).append('\n');
    }
    return lines.toString();
  }

  private static String escaped(String value) {
    return value.replace("\\", "\\\\");
  }
}
