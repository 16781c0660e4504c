package org.quorama.lab.endure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.quorama.client.record.RecordFormat;
import org.quorama.client.record.RecordId;

class VerdictTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  private static Map<String, Number> figures() {
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("files", 1_200);
    figures.put("put_s", 3.25);
    return figures;
  }

  @Test
  void aVerdictIsOneLineOrOneObject() {
    Verdict good = new Verdict("tree", figures(), List.of());
    assertThat(good.summary()).isEqualTo("tree: endured: files 1,200, put_s 3.3");
    assertThat(good.json().toString())
        .isEqualTo(
            "{\"trial\":\"tree\",\"endured\":true,"
                + "\"figures\":{\"files\":1200,\"put_s\":3.25},\"problems\":[]}");
  }

  @Test
  void oneProblemIsEnough() {
    Verdict bad = new Verdict("tree", figures(), List.of("a is missing"));
    assertThat(bad.passes()).isFalse();
    assertThat(bad.summary()).startsWith("tree: SOMETHING IS WRONG: ");
    assertThat(bad.json().at("/problems/0").asText()).isEqualTo("a is missing");
  }

  @ParameterizedTest
  @CsvSource({
    "0,10,10,Say what to endure",
    "65,10,10,--appenders is 1 to 64",
    "1,0,10,--records is 1 to",
    "1,10,0,--kill-every is at least 1s"
  })
  void plansHaveBounds(int appenders, int records, int seconds, String sentence) {
    Duration every = Duration.ofSeconds(seconds);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new EndurePlan(Optional.empty(), appenders, records, every, MINUTE, 1))
        .withMessageContaining(sentence);
  }

  @Test
  void aRecordIsAlwaysTheSameAndDiffersFromOthers() {
    RecordId id = new RecordId(3, 7);
    assertThat(Appender.record(id, 1)).isEqualTo(Appender.record(id, 1));
    assertThat(RecordFormat.decode(Appender.record(id, 1), 0))
        .hasValueSatisfying(it -> assertThat(it.id()).isEqualTo(id));
    assertThat(Appender.record(new RecordId(3, 8), 1)).isNotEqualTo(Appender.record(id, 1));
    assertThat(Appender.record(id, 2)).isNotEqualTo(Appender.record(id, 1));
  }
}
