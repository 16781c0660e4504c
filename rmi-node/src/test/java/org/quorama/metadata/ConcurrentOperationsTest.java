package org.quorama.metadata;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.quorama.metadata.command.MetadataCommand;
import org.quorama.metadata.operation.FileOperation;
import org.quorama.metadata.operation.FilePath;
import org.quorama.metadata.operation.OperationReply;
import org.quorama.metadata.operation.RequestId;
import org.quorama.metadata.tree.Namespace;
import org.quorama.protocol.CallId;
import org.quorama.protocol.ErrorCode;
import org.quorama.protocol.Outcome;

class ConcurrentOperationsTest {
  private static final int CALLS = 22;
  private static final int AT_ONCE = 5;

  /** What a client asked, when, and what it heard; an end of MAX_VALUE if it heard nothing. */
  private record Call(FileOperation.Mutation asked, long begin, long end, @Nullable ErrorCode code) {
    boolean isBefore(Call other) {
      return end < other.begin;
    }

    boolean isKnown() {
      return code != null;
    }
  }

  /** A call whose answer is awaited. */
  private record Open(FileOperation.Mutation asked, CallId call, long begin) {}

  @Test
  @DisplayName("F-27 Operations on overlapping paths are linearizable, also when masters crash")
  void operationsAreLinearizable() {
    int lost = 0;
    for (int seed = 1; seed <= 60; seed++) {
      List<Call> history = historyOf(seed);
      lost += (int) history.stream().filter(call -> !call.isKnown()).count();
      assertThat(new Search(history).finds()).as("an order of %s", history).isTrue();
    }
    assertThat(lost).as("calls whose master crashed").isPositive();
  }

  @Test
  @DisplayName("F-27 A history that no order explains is refused")
  void wrongHistoryIsRefused() {
    FileOperation.Mutation make = new FileOperation.MakeDirectory(FilePath.parse("/a"));
    Call first = new Call(make, 1, 2, ErrorCode.NONE);
    Call again = new Call(make, 3, 4, ErrorCode.NONE);
    Call refused = new Call(make, 1, 4, ErrorCode.EXISTS);
    assertThat(new Search(List.of(first, again)).finds()).isFalse();
    assertThat(new Search(List.of(first, refused)).finds()).isTrue();
    assertThat(new Search(List.of(refused)).finds()).isFalse();
    assertThat(new Search(List.of(refused, new Call(make, 2, 5, null))).finds()).isTrue();
  }

  /** Has several clients ask at once, their host do things one by one, and a master crash. */
  private static List<Call> historyOf(int seed) {
    SplittableRandom random = new SplittableRandom(seed);
    FakeMasters masters = new FakeMasters(Duration.ofSeconds(30));
    List<Call> history = new ArrayList<>();
    List<Open> open = new ArrayList<>();
    int asked = 0;
    for (long time = 1; asked < CALLS || !open.isEmpty(); time++) {
      boolean mayAsk = asked < CALLS && open.size() < AT_ONCE;
      if (mayAsk && (masters.todo.isEmpty() || random.nextInt(3) == 0)) {
        FileOperation.Mutation mutation = mutation(random);
        open.add(new Open(mutation, masters.ask(mutation), time));
        asked++;
      } else if (!masters.todo.isEmpty()) {
        masters.doNext();
      }
      if (random.nextInt(40) == 0 || (masters.todo.isEmpty() && asked == CALLS)) {
        masters.crash();
        collect(open, masters, history, time);
        open.forEach(each -> history.add(new Call(each.asked(), each.begin(), Long.MAX_VALUE, null)));
        open.clear();
      }
      collect(open, masters, history, time);
    }
    return history;
  }

  private static void collect(
      List<Open> open, FakeMasters masters, List<Call> history, long time) {
    for (Open each : List.copyOf(open)) {
      OperationReply reply = masters.replies.get(each.call());
      if (reply != null) {
        boolean isKnown = reply.outcome() != Outcome.UNKNOWN;
        long end = isKnown ? time : Long.MAX_VALUE;
        history.add(new Call(each.asked(), each.begin(), end, isKnown ? reply.code() : null));
        open.remove(each);
      }
    }
  }

  private static FileOperation.Mutation mutation(SplittableRandom random) {
    return switch (random.nextInt(8)) {
      case 0, 1 -> new FileOperation.MakeDirectory(path(random));
      case 2 -> new FileOperation.CreateFile(path(random));
      case 3 -> new FileOperation.Delete(path(random));
      case 4 -> new FileOperation.DeleteTree(path(random));
      case 5 -> new FileOperation.Undelete(path(random));
      case 6 -> new FileOperation.Snapshot(path(random), path(random));
      default -> new FileOperation.Rename(path(random), path(random));
    };
  }

  private static FilePath path(SplittableRandom random) {
    String parent = random.nextBoolean() ? "" : "/" + (char) ('a' + random.nextInt(2));
    return FilePath.parse(parent + "/" + (char) ('a' + random.nextInt(2)));
  }

  /** Looks for an order in which one client alone would have heard the same. */
  private static final class Search {
    private final List<Call> history;
    private final Set<List<Object>> seen = new HashSet<>();

    Search(List<Call> history) {
      this.history = history;
    }

    boolean finds() {
      return goesOn(new BitSet(), new ArrayList<>());
    }

    private boolean goesOn(BitSet done, List<Call> order) {
      if (isComplete(done)) {
        return true;
      }
      if (!seen.add(List.of(done.clone(), replay(order).digest()))) {
        return false;
      }
      return IntStream.range(0, history.size()).anyMatch(i -> takes(i, done, order));
    }

    /** Tries one call as the next. */
    private boolean takes(int index, BitSet done, List<Call> order) {
      Call call = history.get(index);
      if (done.get(index) || !isNext(index, done) || !fits(call, order)) {
        return false;
      }
      BitSet more = (BitSet) done.clone();
      more.set(index);
      List<Call> longer = new ArrayList<>(order);
      longer.add(call);
      return goesOn(more, longer);
    }

    private boolean isComplete(BitSet done) {
      for (int i = 0; i < history.size(); i++) {
        if (!done.get(i) && history.get(i).isKnown()) {
          return false;
        }
      }
      return true;
    }

    /** Nothing that ended before it began is still to come. */
    private boolean isNext(int index, BitSet done) {
      for (int i = 0; i < history.size(); i++) {
        if (!done.get(i) && history.get(i).isBefore(history.get(index))) {
          return false;
        }
      }
      return true;
    }

    private boolean fits(Call call, List<Call> order) {
      Namespace state = replay(order);
      ErrorCode code = perform(state, order.size() + 1, call.asked());
      return !call.isKnown() || call.code() == code;
    }

    private static Namespace replay(List<Call> order) {
      Namespace state = new Namespace(FakeMasters.CHUNK_SIZE);
      for (int i = 0; i < order.size(); i++) {
        perform(state, i + 1, order.get(i).asked());
      }
      return state;
    }

    private static ErrorCode perform(Namespace state, long index, FileOperation.Mutation asked) {
      MetadataCommand.Perform command = new MetadataCommand.Perform(RequestId.NONE, asked);
      return state.perform(index, MetadataCommand.encode(command)).code();
    }
  }
}
