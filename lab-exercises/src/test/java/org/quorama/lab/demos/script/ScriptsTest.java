package org.quorama.lab.demos.script;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.quorama.lab.demos.command.Grammar;

/** The scripts of this module, and the page that explains how they are written. */
class ScriptsTest {
  private static final Path FOLDER = Path.of("demos");

  static List<String> names() {
    return new ScriptFolder(FOLDER).names();
  }

  @ParameterizedTest
  @MethodSource("names")
  void isWithoutMistake(String name) {
    DemoScript script = new ScriptFolder(FOLDER).find(name).orElseThrow();
    assertThat(script.steps()).hasSizeGreaterThan(2);
    assertThat(script.minutes()).isBetween(5, 15);
    long questions =
        script.steps().stream()
            .flatMap(step -> step.blocks().stream())
            .filter(Block.Question.class::isInstance)
            .count();
    assertThat(questions).isBetween(2L, 4L);
  }

  @Test
  void thePageListsEveryScript() throws IOException {
    String page = Files.readString(FOLDER.resolve("README.md"));
    assertThat(names()).hasSizeGreaterThan(13).startsWith("first-election", "split-vote");
    assertThat(names()).allSatisfy(name -> assertThat(page).contains("| `" + name + "` |"));
  }

  @Test
  void thePageNamesEveryCommandConditionAndSlot() throws IOException {
    String page = Files.readString(FOLDER.resolve("README.md"));
    assertThat(page)
        .as("the table of commands, to be copied into demos/README.md")
        .contains(table("command", Grammar.commandRows()));
    assertThat(page)
        .as("the table of conditions, to be copied into demos/README.md")
        .contains(table("condition", Grammar.conditionRows()));
    assertThat(page)
        .as("the table of slots, to be copied into demos/README.md")
        .contains(table("slot", Grammar.slotRows()));
  }

  private static String table(String head, List<Grammar.Row> rows) {
    StringBuilder table = new StringBuilder("| " + head + " | meaning |\n|---|---|\n");
    for (Grammar.Row row : rows) {
      table.append("| `").append(row.pattern()).append("` | ").append(row.help()).append(" |\n");
    }
    return table.toString();
  }
}
