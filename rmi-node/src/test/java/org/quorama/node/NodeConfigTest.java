package org.quorama.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.cluster.NodeAddress;
import org.quorama.cluster.NodeId;
import org.quorama.metadata.repair.RepairConfig;
import org.quorama.raft.RaftConfig;

class NodeConfigTest {
  private static final NodeId N1 = NodeId.of("n1");

  @TempDir Path directory;

  @Test
  void onlyALabStartsFrozen() {
    assertThat(of("lab=true\nlab.frozen=true").cluster().frozen()).isTrue();
    assertThat(of("lab=true").cluster().frozen()).isFalse();
    assertThatThrownBy(() -> of("lab.frozen=true"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("lab=true");
  }

  @Test
  void emptyFileGivesTheDefaultsOfTheLabPace() {
    NodeConfig config = of("");

    assertThat(config.cluster().members()).hasSize(5);
    assertThat(config.timing().electionMin()).isEqualTo(Duration.ofMillis(1500));
    assertThat(config.timing().lease()).isEqualTo(Duration.ofSeconds(60));
    assertThat(config.files().chunkSizeBytes()).isEqualTo(8 << 20);
    assertThat(config.files().dataDir()).isEqualTo(directory.resolve("data"));
    assertThat(config.files().traceFile()).isEmpty();
  }

  @Test
  void theTraceFileIsTheNodesOwn() {
    assertThat(of("trace.file=traces/{id}.ndjson\n").files().traceFile())
        .contains(directory.resolve("traces").resolve("n1.ndjson"));
  }

  @Test
  void fastPaceChangesTheTimesThatAreNotSet() {
    NodeConfig config = of("pace=fast\nelection.timeout.max=350ms\n");

    assertThat(config.timing().electionMin()).isEqualTo(Duration.ofMillis(200));
    assertThat(config.timing().electionMax()).isEqualTo(Duration.ofMillis(350));
    assertThat(config.timing().heartbeat()).isEqualTo(Duration.ofMillis(40));
  }

  @Test
  void readsAddressesFromAFile() throws IOException {
    Path file = directory.resolve("n1.properties");
    Files.writeString(file, "seeds=n1@127.0.0.1:2001, n2@127.0.0.1:2002\nport=2001\n");

    NodeConfig config = NodeConfig.read(N1, file);

    assertThat(config.network().port()).isEqualTo(2001);
    assertThat(config.network().seeds().addressOf(NodeId.of("n2")))
        .hasValue(new NodeAddress("127.0.0.1", 2002));
  }

  @Test
  void describedSettingsReadBackTheSame() {
    NodeConfig config = of("pace=fast\nchunk.size=64KiB\nlab=true\n");

    assertThat(of(config.describe())).isEqualTo(config);
  }

  @Test
  void describesEveryKeyWithUnitDefaultAndMeaning() {
    assertThat(of("").describe())
        .contains("# how long a primary may order mutations [duration], default 60s")
        .contains("lease.length=60s");
  }

  @Test
  void wrongValueIsToldWithKeyValueAndRange() {
    assertThatThrownBy(() -> of("port=70000"))
        .isInstanceOf(ConfigException.class)
        .hasMessage("port = 70000 is wrong: use a number from 0 to 65535");
    assertThatThrownBy(() -> of("lease.length=soon"))
        .hasMessageContaining("lease.length = soon is wrong: use a duration from 1s to 600s");
    assertThatThrownBy(() -> of("chunk.size=10")).hasMessageContaining("bytes from 1024");
    assertThatThrownBy(() -> of("seeds=n1")).hasMessageContaining("id@host:port");
    assertThatThrownBy(() -> of("lab=maybe")).hasMessageContaining("one of true, false");
  }

  @Test
  void raftIsStandardUnlessSaidOtherwise() {
    RaftConfig raft = of("").cores().raft();

    assertThat(raft.features()).isEqualTo(RaftConfig.STANDARD);
    assertThat(raft.snapshots()).isEqualTo(RaftConfig.Snapshots.defaults());
    assertThat(raft.timing().maxClockDrift()).isEqualTo(0.1);
    assertThat(of("").cores().master().sessionTimeout()).isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void raftTakesItsSettingsFromTheFile() {
    NodeConfig config =
        of(
            """
            pre.vote=false
            check.quorum=false
            lease.reads=true
            clock.drift=25
            append.in.flight=8
            snapshot.every=100
            snapshot.kept=5
            snapshot.piece=4KiB
            session.timeout=5s
            log.segment=1MiB
            """);
    RaftConfig raft = config.cores().raft();

    assertThat(raft.features()).containsExactly(RaftConfig.Feature.LEASE_READS);
    assertThat(raft.timing().maxClockDrift()).isEqualTo(0.25);
    assertThat(raft.limits().maxInFlight()).isEqualTo(8);
    assertThat(raft.snapshots()).isEqualTo(new RaftConfig.Snapshots(100, 5, 4096));
    assertThat(config.cores().master().sessionTimeout()).isEqualTo(Duration.ofSeconds(5));
    assertThat(config.files().segmentBytes()).isEqualTo(1 << 20);
  }

  @Test
  void everyNodeHasItsOwnDistanceOfSnapshotsUpToAQuarterMore() {
    List<NodeId> members = Stream.of("n1", "n2", "n3", "n4", "n5").map(NodeId::of).toList();
    RaftConfig.Snapshots all = new RaftConfig.Snapshots(1000, 10, 4096);

    assertThat(members)
        .extracting(node -> CoreSettings.spread(all, node, members).everyEntries())
        .containsExactly(1000, 1050, 1100, 1150, 1200);
  }

  @ParameterizedTest
  @CsvSource({
    "snapshot.every=9, 10 to 10000000",
    "snapshot.kept=-1, 0 to 10000000",
    "snapshot.piece=8MiB, 1024 to 4194304",
    "session.timeout=10ms, 1s to 600s",
    "log.segment=1KiB, 65536 to 1073741824",
    "pre.vote=yes, 'one of true, false'",
    "check.quorum=1, 'one of true, false'",
    "lease.reads=on, 'one of true, false'",
    "clock.drift=91, 0 to 90",
    "append.in.flight=0, 1 to 64",
  })
  void settingOfRaftOutOfItsRangeIsTold(String line, String range) {
    String key = line.substring(0, line.indexOf('='));
    assertThatThrownBy(() -> of(line))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(key + " = ")
        .hasMessageContaining(range);
  }

  @Test
  void careTakesItsSettingsFromTheFile() {
    NodeConfig config =
        of(
            """
            racks=n1=east, n2=west,n3=west
            repair.copies=7
            repair.copies.per.server=3
            repair.bytes.per.second=1MiB
            balance.threshold=35
            balance.bytes.per.second=12KiB
            """);
    RepairConfig repair = config.cores().master().repair();

    assertThat(repair.racks()).hasSize(3);
    assertThat(repair.rackOf(N1)).isEqualTo("east");
    assertThat(repair.rackOf(NodeId.of("n3"))).isEqualTo("west");
    assertThat(repair.rackOf(NodeId.of("n4"))).isEqualTo(RepairConfig.NO_RACK);
    assertThat(repair.copies()).isEqualTo(7);
    assertThat(repair.copiesPerServer()).isEqualTo(3);
    assertThat(repair.bytesPerSecond()).isEqualTo(1 << 20);
    assertThat(repair.balancePercent()).isEqualTo(35);
    assertThat(repair.balanceBytesPerSecond()).isEqualTo(12 << 10);
    assertThat(of("").cores().master().repair().racks()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"n1", "n1=", "n1=a=b", "n1=my rack", "n1=a,,n2=b", "a/b=c"})
  void racksThatAreNoLabelsAreTold(String racks) {
    assertThatThrownBy(() -> of("racks=" + racks))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith("racks = " + racks + " is wrong: use ");
  }

  @Test
  void electionTimeoutBelowFiveHeartbeatsIsRefused() {
    assertThatThrownBy(() -> of("election.timeout.min=500ms"))
        .hasMessageContaining("election.timeout.min = 500ms is wrong")
        .hasMessageContaining("1500ms");
  }

  @Test
  void unknownKeyIsRefusedWithTheKnownOnes() {
    assertThatThrownBy(() -> of("chunksize=1"))
        .hasMessageContaining("There is no key chunksize")
        .hasMessageContaining("chunk.size");
  }

  @Test
  void nodeThatIsNoMemberIsRefused() {
    assertThatThrownBy(() -> of("members=n2,n3")).hasMessageContaining("holds this node, n1");
  }

  @Test
  void nodeThatJoinsNeedNotBeAMember() {
    NodeConfig config = of("members=n2,n3\njoin=true");

    assertThat(config.cluster().members()).doesNotContain(N1);
    assertThat(config.cores().raft().members()).doesNotContain(N1);
  }

  @Test
  void missingFileIsTold() {
    assertThatThrownBy(() -> NodeConfig.read(N1, directory.resolve("none")))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Cannot read the settings");
  }

  private NodeConfig of(String text) {
    Properties properties = new Properties();
    try {
      properties.load(new StringReader(text));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return NodeConfig.of(N1, properties, directory);
  }
}
