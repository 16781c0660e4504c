package org.quorama.monitor.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.words.Phrase;
import org.quorama.monitor.words.Term;
import org.quorama.monitor.words.Words;
import org.quorama.raft.log.Membership;
import org.quorama.trace.FaultTrace.LinkRule;

/**
 * Says in a line each how the cluster, its chunks and its faults stand. Immutable.
 *
 * @param words in which language
 */
public record StatusLines(Words words) {
  /** Says it in English, as terminals do. */
  static final StatusLines ENGLISH = new StatusLines(Words.of(Locale.ENGLISH));

  /**
   * Returns one line on leader, term and commit.
   *
   * @param cluster whose
   */
  public String ofCluster(ClusterModel cluster) {
    String living = living(cluster);
    return cluster
        .leader()
        .map(
            node ->
                words.text(
                    "frame.status.leader",
                    node.id(),
                    node.raft().term(),
                    node.raft().commitIndex(),
                    node.raft().lastApplied(),
                    living))
        .orElseGet(() -> words.text("frame.status.noLeader", living));
  }

  private String living(ClusterModel cluster) {
    long alive = cluster.nodes().values().stream().filter(NodeModel::isAlive).count();
    String living = words.text("frame.status.living", alive, cluster.nodes().size());
    String members = ofMembers(cluster.members());
    return members.isEmpty() ? living : words.text("frame.status.members", living, members);
  }

  /** Returns the members in a few words: {@code 5 voters + 1 learner}; empty if all vote. */
  private String ofMembers(Members members) {
    Membership current = members.current();
    if (current == null) {
      return "";
    }
    int learners = current.learners().size();
    String voters = words.text("frame.status.voters", current.voters().size());
    String all = learners == 0 ? voters : words.text("frame.status.learners", voters, learners);
    return members.isCommitted() ? all : words.text("frame.status.notCommitted", all);
  }

  /**
   * Returns one line on the health of all chunks: how many are in which class; empty if there are
   * none.
   *
   * @param cluster whose
   */
  public String ofChunks(ClusterModel cluster) {
    if (cluster.chunks().isEmpty()) {
      return "";
    }
    Map<String, Integer> classes = new TreeMap<>();
    cluster.chunks().values().stream()
        .filter(chunk -> !chunk.health().isEmpty())
        .forEach(chunk -> classes.merge(chunk.healthWord(), 1, Integer::sum));
    List<String> parts = new ArrayList<>();
    parts.add(words.text("frame.chunks.count", cluster.chunks().size()));
    classes.forEach((word, count) -> parts.add(count + " " + ofHealth(word)));
    int copies = cluster.repairs().size();
    if (copies > 0) {
      parts.add(words.text("frame.chunks.copies", copies));
    }
    Care care = cluster.care();
    if (care.safeMode()) {
      parts.add(words.text("frame.chunks.safe", care.known(), care.total()));
    }
    care.draining()
        .forEach(
            (node, word) -> parts.add(node + " " + words.say(new Term("captions.server", word))));
    return String.join(" · ", parts);
  }

  /**
   * Returns the word for a class of health.
   *
   * @param word in English
   */
  public String ofHealth(String word) {
    return words.say(new Term("frame.health", word));
  }

  /**
   * Returns one line on time, links and what else is wrong; empty if nothing is.
   *
   * @param lab what was done
   */
  public String ofLab(Lab lab) {
    List<Phrase> parts = new ArrayList<>();
    if (lab.frozen()) {
      parts.add(Phrase.of("frame.harm.frozen"));
    } else if (lab.dilation() > 1) {
      parts.add(Phrase.of("frame.harm.slow", lab.dilation()));
    }
    if (!lab.held().isEmpty()) {
      parts.add(Phrase.of("frame.harm.held", lab.held().size()));
    }
    long cut = lab.rules().stream().filter(LinkRule::passesNothing).count();
    if (cut > 0) {
      parts.add(Phrase.of("frame.harm.cut", cut));
    }
    lab.nodes().forEach((node, faults) -> ofNode(node, faults, parts));
    return String.join(" · ", parts.stream().map(words::say).toList());
  }

  private static void ofNode(NodeId node, Lab.Faults faults, List<Phrase> parts) {
    if (faults.paused()) {
      parts.add(Phrase.of("frame.harm.paused", node));
    }
    switch (faults.disk()) {
      case HEALTHY -> {}
      case SLOW -> parts.add(Phrase.of("frame.harm.slow-disk", node));
      case FULL -> parts.add(Phrase.of("frame.harm.full-disk", node));
      case FSYNC_ERROR -> parts.add(Phrase.of("frame.harm.failing-disk", node));
    }
    if (faults.rate() != 1) {
      parts.add(Phrase.of("frame.harm.clock", node, String.valueOf(faults.rate())));
    }
  }
}
