package org.quorama.runtime.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.quorama.chunk.ChunkMessage.MutationReply;
import org.quorama.chunk.DataId;
import org.quorama.cluster.NodeId;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;
import org.quorama.raft.RaftMessage;
import org.quorama.raft.RaftMessage.TimeoutNow;
import org.quorama.raft.RaftMessage.TimeoutNowReply;
import org.quorama.remote.NodeUnreachableException;
import org.quorama.remote.NodeUnreachableException.Effect;
import org.quorama.remote.PeerPort;
import org.quorama.remote.PushedData;
import org.quorama.remote.Stamp;
import org.quorama.remote.Stamped;
import org.quorama.runtime.time.LiveClock;
import org.quorama.trace.FaultTrace.LinkRule;

class LinkSwitchTest {
  private static final NodeId N1 = NodeId.of("n1");
  private static final NodeId N2 = NodeId.of("n2");
  private static final Stamp FROM_N1 = new Stamp(N1, 1, 1, "n1:1:1");
  private static final Stamp FROM_N2 = new Stamp(N2, 1, 1, "n2:1:1");
  private static final PushedData DATA = PushedData.of(new DataId(1, 1), Bytes.EMPTY, List.of());

  private final LinkSwitch links = new LinkSwitch(N1, new LiveClock());
  private final List<String> called = new ArrayList<>();
  private final PeerPort leaving = links.leaving(N2, port());
  private final PeerPort arriving = links.arriving(port());

  @Test
  void messagesThatPassTheGateMeetTheirRulesThereAndNotHere() {
    links.set(List.of(LinkRule.cut(N1, N2), LinkRule.cut(N2, N1)));

    leaving.ask(FROM_N1, message());

    assertThat(called).containsExactly("ask");
  }

  @Test
  void whatComesOverACutLinkIsRefused() {
    links.set(List.of(LinkRule.cut(N2, N1)));

    assertLost(() -> arriving.ask(FROM_N2, message()), Effect.NONE);
    assertLost(() -> arriving.pass(FROM_N2, DATA), Effect.NONE);
    assertThat(called).isEmpty();
  }

  @Test
  void cutOfTheOtherDirectionLetsItCome() {
    links.set(List.of(LinkRule.cut(N1, N2)));

    arriving.ask(FROM_N2, message());

    assertThat(called).containsExactly("ask");
  }

  @Test
  void bytesAreLostOnTheirWayOrTheirAnswerIs() {
    links.set(List.of(LinkRule.cut(N1, N2)));
    assertLost(() -> leaving.pass(FROM_N1, DATA), Effect.NONE);
    assertThat(called).isEmpty();

    links.set(List.of(LinkRule.cut(N2, N1)));
    assertLost(() -> leaving.pass(FROM_N1, DATA), Effect.UNKNOWN);
    assertThat(called).containsExactly("pass");
  }

  @Test
  void pausedNodeHearsNobody() {
    links.hearNothing(true);
    assertLost(() -> arriving.ask(FROM_N2, message()), Effect.UNKNOWN);

    links.hearNothing(false);
    arriving.ask(FROM_N2, message());
    assertThat(called).containsExactly("ask");
  }

  @Test
  void rulesOfLinksElsewhereAreLeftOut() {
    LinkRule mine = LinkRule.cut(N1, N2);
    links.set(List.of(mine, LinkRule.cut(N2, NodeId.of("n3"))));

    assertThat(links.rules()).containsExactly(mine);
  }

  private static void assertLost(ThrowingCallable call, Effect effect) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            NodeUnreachableException.class, lost -> assertThat(lost.effect()).isEqualTo(effect));
  }

  private static RaftMessage message() {
    return new TimeoutNow(1, N1);
  }

  /** A port that notes what is called. */
  private PeerPort port() {
    return (PeerPort)
        Proxy.newProxyInstance(
            Objects.requireNonNull(getClass().getClassLoader()),
            new Class<?>[] {PeerPort.class},
            (proxy, method, arguments) -> {
              called.add(method.getName());
              return method.getName().equals("pass")
                  ? new MutationReply(ErrorCode.NONE, List.of())
                  : new Stamped<>(FROM_N2, new TimeoutNowReply(1));
            });
  }
}
