package org.quorama.client.record;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.protocol.Bytes;

class RecordReaderTest {
  private static final int CHUNK = 64 << 10;
  private static final int LARGEST = CHUNK / 4;

  private byte[] file = new byte[0];

  private long append(Bytes record) {
    long at = file.length;
    file = Arrays.copyOf(file, file.length + record.length());
    System.arraycopy(record.unsafeArray(), 0, file, (int) at, record.length());
    return at;
  }

  private long append(long sequence, String payload) {
    return append(RecordFormat.encode(new RecordId(1, sequence), Bytes.ofUtf8(payload)));
  }

  private void pad(int bytes) {
    file = Arrays.copyOf(file, file.length + bytes);
  }

  private RecordReader reader() {
    return new RecordReader(
        part -> {
          int from = (int) Math.min(part.offset(), file.length);
          int to = (int) Math.min(part.end(), file.length);
          return Bytes.wrap(Arrays.copyOfRange(file, from, to));
        },
        CHUNK);
  }

  private static List<FoundRecord> all(RecordReader reader) {
    List<FoundRecord> all = new ArrayList<>();
    for (Optional<FoundRecord> next = reader.next(); next.isPresent(); next = reader.next()) {
      all.add(next.get());
    }
    return all;
  }

  private List<String> payloads() {
    return all(reader()).stream()
        .map(it -> new String(it.payload().unsafeArray(), java.nio.charset.StandardCharsets.UTF_8))
        .toList();
  }

  @Test
  @DisplayName("F-05 a record that was appended twice is read once, where it is first")
  void aCopyIsReadOnce() {
    long first = append(1, "one");
    append(1, "one");
    append(2, "two");
    append(1, "one");
    assertThat(all(reader()))
        .extracting(FoundRecord::offset)
        .containsExactly(first, 2L * (RecordFormat.HEADER_BYTES + 3));
    assertThat(payloads()).containsExactly("one", "two");
  }

  @Test
  void recordsOfTwoWritersAreNoCopies() {
    append(RecordFormat.encode(new RecordId(1, 1), Bytes.ofUtf8("a")));
    append(RecordFormat.encode(new RecordId(2, 1), Bytes.ofUtf8("b")));
    assertThat(payloads()).containsExactly("a", "b");
  }

  @Test
  @DisplayName("F-06 padding is no record, whatever its length, and the next chunk goes on")
  void paddingIsSkipped() {
    append(1, "one");
    pad(CHUNK - file.length);
    long second = append(2, "two");
    pad(CHUNK);
    assertThat(second).isEqualTo(CHUNK);
    assertThat(payloads()).containsExactly("one", "two");
  }

  @ParameterizedTest
  @DisplayName("F-06 a chunk may end with less than a header")
  @ValueSource(ints = {1, 4, 31, 32, 33})
  void aChunkMayEndWithAnyNumberOfBytes(int left) {
    byte[] payload = new byte[CHUNK - left - RecordFormat.HEADER_BYTES];
    append(RecordFormat.encode(new RecordId(1, 1), Bytes.wrap(payload)));
    pad(left);
    append(2, "two");
    assertThat(all(reader())).extracting(it -> it.id().sequence()).containsExactly(1L, 2L);
  }

  @ParameterizedTest
  @DisplayName("F-06 records of no, one, and the most bytes are read as they were")
  @ValueSource(ints = {0, 1, LARGEST - RecordFormat.HEADER_BYTES})
  void recordsOfAnyLengthAreRead(int length) {
    byte[] payload = new byte[length];
    new SplittableRandom(3).nextBytes(payload);
    append(RecordFormat.encode(new RecordId(7, 9), Bytes.copyOf(payload)));
    append(1, "end");
    List<FoundRecord> all = all(reader());
    assertThat(all).hasSize(2);
    assertThat(all.get(0)).isEqualTo(new FoundRecord(new RecordId(7, 9), 0, Bytes.wrap(payload)));
  }

  @Test
  void remainsOfAFailedAttemptAreSkippedWithWhatLooksLikeARecordInThem() {
    Bytes inner = RecordFormat.encode(new RecordId(5, 5), Bytes.ofUtf8("inner"));
    byte[] payload = Arrays.copyOf(inner.unsafeArray(), 200);
    Bytes outer = RecordFormat.encode(new RecordId(1, 1), Bytes.wrap(payload));
    long at = append(outer);
    file[(int) at + RecordFormat.HEADER_BYTES + 150] ^= 1;
    append(2, "two");
    assertThat(payloads()).containsExactly("two");
  }

  @Test
  void aHoleWhereAnAttemptFailedIsSkipped() {
    append(1, "one");
    pad(777);
    append(2, "two");
    assertThat(payloads()).containsExactly("one", "two");
  }

  @Test
  void anyBytesAreSearchedWithoutHarm() {
    byte[] noise = new byte[3 * CHUNK + 17];
    new SplittableRandom(11).nextBytes(noise);
    append(Bytes.wrap(noise));
    long at = append(1, "one");
    assertThat(all(reader())).extracting(FoundRecord::offset).containsExactly(at);
  }

  @Test
  void aFileThatGrowsIsReadOnFromWhereItEnded() {
    append(1, "one");
    Bytes second = RecordFormat.encode(new RecordId(1, 2), Bytes.ofUtf8("two"));
    append(Bytes.wrap(Arrays.copyOf(second.unsafeArray(), 33)));
    RecordReader reader = reader();
    assertThat(all(reader)).hasSize(1);
    append(Bytes.wrap(Arrays.copyOfRange(second.unsafeArray(), 33, second.length())));
    assertThat(all(reader)).extracting(it -> it.id().sequence()).containsExactly(2L);
  }

  @Test
  void onlyTheBytesOfOneRecordAreDecoded() {
    Bytes record = RecordFormat.encode(new RecordId(1, 2), Bytes.ofUtf8("x"));
    assertThat(RecordFormat.decode(record, 5))
        .contains(new FoundRecord(new RecordId(1, 2), 5, Bytes.ofUtf8("x")));
    assertThat(RecordFormat.decode(Bytes.wrap(Arrays.copyOf(record.toArray(), 34)), 5)).isEmpty();
    byte[] damaged = record.toArray();
    damaged[32] ^= 1;
    assertThat(RecordFormat.decode(Bytes.wrap(damaged), 5)).isEmpty();
    assertThat(RecordFormat.decode(Bytes.EMPTY, 5)).isEmpty();
  }
}
