package org.quorama.simulation.fault;

import java.util.List;
import java.util.stream.Collectors;
import org.quorama.raft.log.Membership;

/** Something that is broken on purpose, or mended. Nodes are counted from 0. Immutable. */
public sealed interface Fault {
  /**
   * Does it.
   *
   * @param target to whom
   */
  void on(FaultTarget target);

  /** Returns what happens to whom, as in {@code n2 crashes}. */
  String words();

  private static String name(int node) {
    return "n" + (node + 1);
  }

  /**
   * One direction between two nodes.
   *
   * @param from who sends
   * @param to who does not hear it
   */
  record Link(int from, int to) {}

  /** How a disk misbehaves. */
  enum DiskTrouble {
    /** Every force takes twenty times as long. */
    SLOW("has a slow disk"),
    /** Every force takes half a second to two, as behind a gigabyte of other writes. */
    CROWDED("has a disk with much else to do"),
    /** No force ends before it is mended. */
    HANGING("has a disk that hangs"),
    /** The next force fails: the node must stop, and nothing of it is certain. */
    FORCE_FAILS("cannot force its next write"),
    /** There is no space left: the node must stop at its next write. */
    FULL("has a full disk"),
    /** Nothing is wrong any more. */
    MENDED("has a good disk again");

    private final String words;

    DiskTrouble(String words) {
      this.words = words;
    }
  }

  /**
   * A node crashes.
   *
   * @param node which
   */
  record Crash(int node) implements Fault {
    @Override
    public void on(FaultTarget target) {
      target.crash(node);
    }

    @Override
    public String words() {
      return name(node) + " crashes";
    }
  }

  /**
   * A node crashes between two effects of its next step.
   *
   * @param node which
   * @param effects how many are executed before
   */
  record CrashInStep(int node, int effects) implements Fault {
    @Override
    public void on(FaultTarget target) {
      target.crashInStep(node, effects);
    }

    @Override
    public String words() {
      return name(node) + " crashes in its next step, after " + effects + " effects";
    }
  }

  /**
   * A node crashes between a force and what it was for.
   *
   * @param node which
   */
  record CrashAfterForce(int node) implements Fault {
    @Override
    public void on(FaultTarget target) {
      target.crashAfterForce(node);
    }

    @Override
    public String words() {
      return name(node) + " crashes after its next force, before it sends anything";
    }
  }

  /**
   * A node starts again.
   *
   * @param node which
   */
  record Restart(int node) implements Fault {
    @Override
    public void on(FaultTarget target) {
      target.restart(node);
    }

    @Override
    public String words() {
      return name(node) + " starts again";
    }
  }

  /**
   * A node stops for a while.
   *
   * @param node which
   */
  record Pause(int node) implements Fault {
    @Override
    public void on(FaultTarget target) {
      target.pause(node);
    }

    @Override
    public String words() {
      return name(node) + " is paused";
    }
  }

  /**
   * A node goes on.
   *
   * @param node which
   */
  record Resume(int node) implements Fault {
    @Override
    public void on(FaultTarget target) {
      target.resume(node);
    }

    @Override
    public String words() {
      return name(node) + " goes on";
    }
  }

  /**
   * All links are healed, then some are cut.
   *
   * @param shape what it is called
   * @param links which are cut
   */
  record Cut(String shape, List<Link> links) implements Fault {
    /** Copies the list. */
    public Cut {
      links = List.copyOf(links);
    }

    @Override
    public void on(FaultTarget target) {
      target.cut(links);
    }

    @Override
    public String words() {
      if (links.isEmpty()) {
        return "all links are healed";
      }
      String cut =
          links.stream()
              .map(link -> name(link.from()) + "→" + name(link.to()))
              .collect(Collectors.joining(" "));
      return shape + ": only these are cut: " + cut;
    }
  }

  /**
   * A clock changes its rate.
   *
   * @param node whose
   * @param ppm how many microseconds a second it gains
   */
  record Drift(int node, int ppm) implements Fault {
    @Override
    public void on(FaultTarget target) {
      target.drift(node, ppm);
    }

    @Override
    public String words() {
      return "the clock of " + name(node) + " gains " + ppm + " ppm";
    }
  }

  /**
   * A disk misbehaves, or behaves again.
   *
   * @param node whose
   * @param trouble how
   */
  record Disk(int node, DiskTrouble trouble) implements Fault {
    @Override
    public void on(FaultTarget target) {
      target.disk(node, trouble);
    }

    @Override
    public String words() {
      return name(node) + " " + trouble.words;
    }
  }

  /**
   * A byte of a replica is flipped on a disk, unless too few others are good.
   *
   * @param node whose disk
   * @param draw decides which replica and which byte
   */
  record Flip(int node, int draw) implements Fault {
    @Override
    public void on(FaultTarget target) {
      target.flip(node, draw);
    }

    @Override
    public String words() {
      return "a byte is flipped on the disk of " + name(node) + " (draw " + draw + ")";
    }
  }

  /**
   * The leader is asked for another membership.
   *
   * @param step how
   * @param node whose place changes
   */
  record ChangeMembership(Membership.Step step, int node) implements Fault {
    @Override
    public void on(FaultTarget target) {
      target.changeMembership(step, node);
    }

    @Override
    public String words() {
      return "somebody asks the leader: " + step + " " + name(node);
    }
  }

  /**
   * The leader is asked to hand over.
   *
   * @param node who is to lead
   */
  record Transfer(int node) implements Fault {
    @Override
    public void on(FaultTarget target) {
      target.transfer(node);
    }

    @Override
    public String words() {
      return "somebody asks the leader to hand over to " + name(node);
    }
  }

  /**
   * A node takes a snapshot.
   *
   * @param node which
   */
  record Snapshot(int node) implements Fault {
    @Override
    public void on(FaultTarget target) {
      target.snapshot(node);
    }

    @Override
    public String words() {
      return name(node) + " is told to take a snapshot";
    }
  }
}
