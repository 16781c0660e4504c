package org.quorama.lab.chaos;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.quorama.simulation.history.Operation;
import org.quorama.simulation.history.RegisterAction;

class HistoryFileTest {
  @TempDir private Path dir = Path.of("");

  @Test
  void aHistoryComesBackAsItWasKept() throws IOException {
    List<Operation> history =
        List.of(
            new Operation(1, "a", new RegisterAction.Write("x\n\"y", -1, 0), 5, Operation.NEVER),
            new Operation(2, "a", new RegisterAction.Write("z", 0, 7), 6, 9),
            new Operation(3, "a", new RegisterAction.Read("z", 7), 10, 11),
            new Operation(3, "b", new RegisterAction.Read(null, 0), 12, 13),
            new Operation(4, "a", new RegisterAction.Refused(3), 14, 15));
    Path file = dir.resolve("history.ndjson");
    HistoryFile.write(file, history);
    assertThat(Files.readAllLines(file)).hasSize(5);
    assertThat(HistoryFile.read(file)).isEqualTo(history);
  }

  @Test
  void aLineOfSomethingElseIsNamed() throws IOException {
    Path file = dir.resolve("history.ndjson");
    Files.writeString(file, "{\"did\":\"sleep\"}\n");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> HistoryFile.read(file))
        .withMessageContaining("Line 1 of");
  }
}
