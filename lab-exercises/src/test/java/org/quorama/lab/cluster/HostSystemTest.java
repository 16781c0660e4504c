package org.quorama.lab.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostSystemTest {
  @ParameterizedTest
  @CsvSource({
    "Linux, LINUX",
    "Mac OS X, MAC",
    "Windows 11, WINDOWS",
    "Darwin, OTHER",
    "FreeBSD, OTHER",
    "'', OTHER"
  })
  void isKnownByItsName(String name, HostSystem system) {
    assertThat(HostSystem.named(name)).isEqualTo(system);
  }
}
