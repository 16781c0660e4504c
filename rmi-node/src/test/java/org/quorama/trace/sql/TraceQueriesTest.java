package org.quorama.trace.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.quorama.cluster.NodeId;
import org.quorama.raft.RoleName;
import org.quorama.simulation.SimulationPlan;
import org.quorama.simulation.SimulationRun;
import org.quorama.trace.ChunkTrace;
import org.quorama.trace.RaftSummary;
import org.quorama.trace.RaftTrace;
import org.quorama.trace.TraceEvent;
import org.quorama.trace.TraceStore;

/** Questions to the trace of a simulated run with faults. */
class TraceQueriesTest {
  private static final TraceQueries.Limits LIMITS =
      new TraceQueries.Limits(Duration.ofSeconds(20), 1_000);

  /** What this seed has nothing of. */
  private static final Set<Question> MAY_BE_EMPTY = Set.of(Question.LOST, Question.STALE);

  private static final List<TraceEvent> EVENTS = new ArrayList<>();
  private static TraceStore store;
  private static TraceQueries queries;

  @BeforeAll
  static void record() {
    store = TraceStore.inMemory();
    new SimulationRun(SimulationPlan.safety(45, Duration.ofSeconds(20)), EVENTS::add).run();
    store.addAll(EVENTS);
    queries = TraceQueries.of(store);
  }

  @AfterAll
  static void close() {
    queries.close();
    store.close();
  }

  private static SqlProblem problem(String sql) {
    return catchThrowableOfType(
        SqlProblem.class,
        () -> queries.ask(sql, new TraceQueries.Limits(Duration.ofSeconds(1), 9)));
  }

  @ParameterizedTest
  @EnumSource(Question.class)
  void everyQuestionIsAnswered(Question question) throws SqlProblem {
    Answer answer = queries.ask(question.sql(), LIMITS);

    assertThat(answer.columns()).hasSizeGreaterThan(1);
    assertThat(answer.rows().isEmpty()).isEqualTo(MAY_BE_EMPTY.contains(question));
  }

  @Test
  void electionsTakeSomeTime() throws SqlProblem {
    Answer answer = queries.ask(Question.ELECTIONS.sql(), LIMITS);

    assertThat(answer.rows().get(0).get(1).toString()).matches("n[1-5]");
    assertThat(((Number) answer.rows().get(0).get(2)).doubleValue()).isPositive();
  }

  @Test
  void staleReplicasAreFound() throws SqlProblem {
    try (TraceStore files = TraceStore.inMemory();
        TraceQueries asked = TraceQueries.of(files)) {
      files.addAll(List.of(stored("n1", 1, 2), stored("n2", 1, 2), stored("n3", 1, 1)));

      assertThat(asked.ask(Question.STALE.sql(), LIMITS).rows().get(1).stream().map(Answer::text))
          .containsExactly("c1", "n1", "2", "2", "current");
      assertThat(asked.ask(Question.STALE.sql(), LIMITS).rows().get(0).stream().map(Answer::text))
          .containsExactly("c1", "n3", "1", "2", "STALE");
    }
  }

  private static TraceEvent stored(String node, long seq, long version) {
    RaftSummary state = new RaftSummary(1, RoleName.FOLLOWER, null, null, 0, 0, 0, 0, 0);
    return new TraceEvent(
        NodeId.of(node), 1, seq, seq, 0, state, new ChunkTrace.VersionStored("c1", version));
  }

  @Test
  void entriesASecondAddUp() throws SqlProblem {
    long committed =
        EVENTS.stream()
            .filter(event -> event.detail() instanceof RaftTrace.CommitAdvanced)
            .mapToLong(event -> event.state().commitIndex())
            .max()
            .orElseThrow();
    Answer answer = queries.ask(Question.THROUGHPUT.sql(), LIMITS);

    assertThat(answer.rows().stream().mapToLong(row -> ((Number) row.get(1)).longValue()).sum())
        .isEqualTo(committed)
        .isGreaterThan(9);
  }

  @Test
  void messagesHaveTheirKindAndPeer() throws SqlProblem {
    Answer answer =
        queries.ask("select message, peer from messages where fate = 'Sent' limit 1", LIMITS);

    assertThat(answer.rows().get(0).get(0).toString()).matches("[A-Z_]+");
    assertThat(answer.rows().get(0).get(1).toString()).matches("n[1-5]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "drop table events",
        "delete from events",
        "insert into events select * from events",
        "update events set term = 1",
        "select 1; drop table events",
        "create alias stop for \"java.lang.System.exit\"",
        "create table other(a int)",
        "select file_read('pom.xml')",
        "select csvwrite('x.csv', 'select 1')",
        "select * from csvread('x.csv')",
        "script to 'x.sql'",
        "runscript from 'x.sql'",
        "backup to 'x.zip'",
        "shutdown",
        "grant all on events to reader",
        "alter user reader admin true",
        "set query_timeout 0"
      })
  void nothingCanBeChangedOrRead(String sql) throws SqlProblem {
    assertThat(problem(sql).kind()).isEqualTo(SqlProblem.Kind.READ_ONLY);
    assertThat(queries.ask("select count(*) from events", LIMITS).rows()).hasSize(1);
  }

  @Test
  void aMistakeHasItsPlace() {
    assertThat(problem("selct 1").kind()).isEqualTo(SqlProblem.Kind.SYNTAX);
    assertThat(problem("selct 1").offset()).isZero();

    SqlProblem where = problem("select node from events wher term = 1");
    assertThat(where.kind()).isEqualTo(SqlProblem.Kind.SYNTAX);
    assertThat(where.offset()).isEqualTo(29);
    SqlProblem table = problem("select node\nfrom event");
    assertThat(table.kind()).isEqualTo(SqlProblem.Kind.TABLE);
    assertThat(table.detail()).isEqualTo("event");
    assertThat(table.offset()).isEqualTo(17);
    SqlProblem column = problem("select nod from events");
    assertThat(column.kind()).isEqualTo(SqlProblem.Kind.COLUMN);
    assertThat(column.offset()).isEqualTo(7);
    assertThat(problem("select nix(1)").kind()).isEqualTo(SqlProblem.Kind.FUNCTION);
    assertThat(problem("select 1/0")).hasMessageContaining("Division by zero");
  }

  @Test
  void whatTakesTooLongIsStopped() {
    assertThat(problem("select x from system_range(1, 100000000000) order by -x").kind())
        .isEqualTo(SqlProblem.Kind.TIME);
  }

  @Test
  void rowsBeyondTheLimitAreLeftOutAndThatIsTold() throws SqlProblem {
    Answer few =
        queries.ask("select node from events", new TraceQueries.Limits(Duration.ofSeconds(9), 10));

    assertThat(few.rows()).hasSize(10);
    assertThat(few.isCut()).isTrue();
    assertThat(queries.ask("select 1.50 as x", LIMITS).isCut()).isFalse();
  }

  @Test
  void numbersAreToldAsPeopleWriteThem() throws SqlProblem {
    Answer answer = queries.ask("select 1.50 as a, 'x' as b, null as c, 100.00 as d", LIMITS);

    assertThat(answer.rows().get(0).stream().map(Answer::text))
        .containsExactly("1.5", "x", "", "100");
    assertThat(answer.columns().get(0)).isEqualTo(new Answer.Column("a", true));
    assertThat(answer.columns().get(1)).isEqualTo(new Answer.Column("b", false));
  }

  @Test
  void anEmptyStoreAnswersToo() throws SqlProblem {
    try (TraceStore empty = TraceStore.inMemory();
        TraceQueries asked = TraceQueries.of(empty)) {
      for (Question question : Question.values()) {
        assertThat(asked.ask(question.sql(), LIMITS).rows()).isEmpty();
      }
    }
    assertThatThrownBy(() -> queries.ask("", LIMITS)).isInstanceOf(SqlProblem.class);
  }
}
