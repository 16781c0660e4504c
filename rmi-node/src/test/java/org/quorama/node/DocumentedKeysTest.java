package org.quorama.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.quorama.cluster.NodeId;

/** What {@code SHELL.md} says of the node's keys stays true. */
class DocumentedKeysTest {
  private static final Pattern ROW = Pattern.compile("\\| `([a-z.]+)` \\| (.+?) \\| (.+?) \\|");

  @Test
  void everyDocumentedKeyIsThereWithItsUnitAndDefault() throws IOException {
    Map<String, ConfigKey> keys =
        Arrays.stream(ConfigKey.values()).collect(Collectors.toMap(ConfigKey::key, key -> key));
    List<Matcher> rows =
        keysOfThePage().lines().map(ROW::matcher).filter(Matcher::matches).toList();
    assertThat(rows).hasSizeGreaterThan(15);
    for (Matcher row : rows) {
      assertThat(keys).containsKey(row.group(1));
      ConfigKey key = Objects.requireNonNull(keys.get(row.group(1)));
      assertThat(row.group(2).replace("\\|", "|")).as(row.group(1)).isEqualTo(key.unit());
      assertThat(row.group(3)).as(row.group(1)).isEqualTo(key.defaultText());
    }
  }

  @Test
  void printedSettingsTellUnitDefaultMeaningAndValueOfEveryKey() {
    String printed =
        NodeConfig.of(NodeId.of("n1"), new Properties(), Path.of("").toAbsolutePath()).describe();
    for (ConfigKey key : ConfigKey.values()) {
      assertThat(printed)
          .contains(
              "# %s [%s], default %s\n%s="
                  .formatted(key.meaning(), key.unit(), key.defaultText(), key.key()));
    }
  }

  private static String keysOfThePage() throws IOException {
    String page = Files.readString(Path.of("SHELL.md"));
    return page.substring(page.indexOf("## The node"));
  }
}
