package org.quorama.lab.demos.stage;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.quorama.cluster.NodeId;
import org.quorama.remote.lab.LabOrder;
import org.quorama.remote.lab.LabView;
import org.quorama.remote.lab.LabView.HeldMessage;
import org.quorama.trace.FaultTrace.Release;

/** The messages that wait in a frozen cluster. Confined to the player's thread. */
public final class Mail {
  /** No exchange of messages that a script lets happen takes so many turns. */
  private static final int MAX_TURNS = 400;

  private final Stage stage;

  Mail(Stage stage) {
    this.stage = stage;
  }

  /**
   * Releases the oldest message on one link, or all that are meant if a link is left open.
   *
   * @param filter which are meant
   * @param all whether all are, also on one link
   * @param release what becomes of them
   * @throws StageException if none waits
   */
  public void release(MessageFilter filter, boolean all, Release release) {
    Sight sight = stage.look();
    List<HeldMessage> meant = sight.waiting(filter);
    if (meant.isEmpty()) {
      throw new StageException("No message %s waits; %s".formatted(filter, sight.waitingWords()));
    }
    boolean one = filter.isOneLink() && !all;
    release(sight, one ? meant.subList(0, 1) : meant, release);
  }

  private void release(Sight sight, Collection<HeldMessage> chosen, Release release) {
    for (LabView view : sight.views().values()) {
      view.messages().stream()
          .filter(chosen::contains)
          .map(held -> new LabOrder.ReleaseMessage(held.messageId(), release))
          .forEach(order -> stage.order(view.node(), order));
    }
    stage.settle();
  }

  /**
   * Delivers what waits between some nodes, and what follows from it, until nothing waits there.
   *
   * @param among between whom, empty for all nodes
   * @throws StageException if it never ends
   */
  public void deliverUntilQuiet(Collection<NodeId> among) {
    for (int turn = 0; turn < MAX_TURNS; turn++) {
      Sight sight = stage.look();
      List<HeldMessage> chosen = among(among, sight);
      if (chosen.isEmpty()) {
        return;
      }
      release(sight, chosen, Release.DELIVER);
    }
    throw new StageException("The nodes go on and on: " + stage.look().waitingWords());
  }

  /**
   * Delivers what waits between some nodes, and what follows from it, until something is so. What
   * clients do between two messages is waited for.
   *
   * @param among between whom, empty for all nodes
   * @param question answers with null if it is so, else with what is seen instead
   * @param atMost how long it may take
   * @param what it is, for the one who reads that it did not come
   * @throws StageException if it does not come
   */
  public void deliverUntil(
      Collection<NodeId> among,
      Function<Sight, @Nullable String> question,
      Duration atMost,
      String what) {
    long limit = System.nanoTime() + atMost.toNanos();
    Sight sight = stage.look();
    for (String seen = question.apply(sight); seen != null; seen = question.apply(sight)) {
      if (System.nanoTime() > limit) {
        throw new StageException("Never came: " + what + "; " + seen);
      }
      List<HeldMessage> chosen = among(among, sight);
      if (chosen.isEmpty()) {
        stage
            .time()
            .await(now -> among(among, now).isEmpty() ? question.apply(now) : null, atMost, what);
      } else {
        release(sight, chosen, Release.DELIVER);
      }
      sight = stage.look();
    }
  }

  private static List<HeldMessage> among(Collection<NodeId> among, Sight sight) {
    return sight.waiting(MessageFilter.ALL).stream().filter(held -> isAmong(among, held)).toList();
  }

  private static boolean isAmong(Collection<NodeId> inside, HeldMessage held) {
    return inside.isEmpty() || (inside.contains(held.from()) && inside.contains(held.to()));
  }
}
