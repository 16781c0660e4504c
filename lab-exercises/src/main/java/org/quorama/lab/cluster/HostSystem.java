package org.quorama.lab.cluster;

import java.util.Locale;

/** The operating system under this JVM, where a difference between them matters. */
public enum HostSystem {
  /** Linux. */
  LINUX,
  /** macOS. */
  MAC,
  /** Windows. */
  WINDOWS,
  /** Another one; what works on every Unix works there. */
  OTHER;

  private static final HostSystem CURRENT = named(System.getProperty("os.name", ""));

  /** Returns the one this JVM runs on. */
  public static HostSystem current() {
    return CURRENT;
  }

  /**
   * Returns the one with a name.
   *
   * @param name as the property {@code os.name} has it
   */
  static HostSystem named(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    if (lower.contains("linux")) {
      return LINUX;
    }
    if (lower.contains("mac")) {
      return MAC;
    }
    return lower.startsWith("windows") ? WINDOWS : OTHER;
  }
}
