package org.quorama.simulation.fault;

import java.util.ArrayList;
import java.util.List;
import org.quorama.raft.log.Membership;

/** The ways of the nemesis: each seed has a few of them. */
public enum Attack {
  /** A node crashes, often the leader. */
  CRASH,
  /** A node crashes between two effects of a step. */
  CRASH_IN_STEP,
  /** A node crashes when its write is durable and nothing was sent. */
  CRASH_AFTER_FORCE,
  /** Several nodes crash at once. */
  STORM,
  /** A node stops for a while. */
  PAUSE,
  /** The leader stops until about when its lease ends or its followers give up. */
  PAUSE_LEADER,
  /** Some links are cut, in one of the shapes of {@link Partition}. */
  CUT,
  /** The leader is alone. */
  ISOLATE_LEADER,
  /** All links are healed. */
  HEAL,
  /** A clock changes its rate. */
  CLOCK,
  /** A disk is slow for a while. */
  SLOW_DISK,
  /** A disk fails or is full, and the node must stop. */
  BROKEN_DISK,
  /** A byte of a replica is flipped on a disk. */
  FLIP_BLOCK,
  /** Somebody asks for another membership. */
  MEMBERSHIP,
  /** Somebody asks the leader to hand over. */
  TRANSFER,
  /** A node takes a snapshot now. */
  SNAPSHOT;

  private static final long MILLI = 1_000_000;
  private static final int LONG_STEP = 12;
  private static final int MANY = 1 << 20;
  private static final int LONGEST_PAUSE_MILLIS = 1_500;
  private static final int ELECTION_MILLIS = 300;
  private static final int TROUBLE_MILLIS = 2_000;

  void strike(Hand hand) {
    switch (this) {
      case CRASH -> crash(hand, new Fault.Crash(hand.victim()));
      case CRASH_IN_STEP -> crashInStep(hand);
      case CRASH_AFTER_FORCE -> crash(hand, new Fault.CrashAfterForce(hand.victim()));
      case STORM -> storm(hand);
      case PAUSE -> pause(hand, hand.victim(), 1 + hand.dice(LONGEST_PAUSE_MILLIS));
      case PAUSE_LEADER -> pauseLeader(hand);
      case CUT -> cut(hand);
      case ISOLATE_LEADER -> hand.inflict(Partition.ISOLATED.over(hand.leaderFirst()));
      case HEAL -> hand.inflict(new Fault.Cut("healed", List.of()));
      case CLOCK -> hand.inflict(new Fault.Drift(hand.anyone(), hand.drift()));
      case SLOW_DISK -> disk(hand, Fault.DiskTrouble.SLOW);
      case BROKEN_DISK -> breakDisk(hand);
      case FLIP_BLOCK -> hand.inflict(new Fault.Flip(hand.anyone(), hand.dice(MANY)));
      case MEMBERSHIP -> changeMembership(hand);
      case TRANSFER -> hand.inflict(new Fault.Transfer(hand.anyone()));
      case SNAPSHOT -> hand.inflict(new Fault.Snapshot(hand.anyone()));
    }
  }

  private static void crashInStep(Hand hand) {
    int effects = hand.dice(LONG_STEP);
    crash(hand, new Fault.CrashInStep(hand.victim(), effects));
  }

  private static void crash(Hand hand, Fault fault) {
    if (hand.mayCrashOneMore()) {
      hand.inflict(fault);
    }
  }

  private static void storm(Hand hand) {
    boolean all = hand.allMayBeDown() && hand.dice(4) > 0;
    for (int node : hand.shuffled()) {
      if (hand.target().isUp(node) && (all || hand.mayCrashInMinority())) {
        hand.inflict(new Fault.Crash(node));
      }
    }
  }

  private static void pauseLeader(Hand hand) {
    int leader = hand.target().leader();
    if (leader >= 0) {
      pause(hand, leader, ELECTION_MILLIS + hand.dice(2 * ELECTION_MILLIS));
    }
  }

  private static void pause(Hand hand, int node, long millis) {
    hand.inflict(new Fault.Pause(node));
    hand.later(millis * MILLI, new Fault.Resume(node));
  }

  private static void cut(Hand hand) {
    Partition[] shapes = Partition.values();
    Partition shape = shapes[hand.dice(shapes.length)];
    List<Integer> order = hand.dice(2) == 0 ? hand.leaderFirst() : hand.shuffled();
    hand.inflict(shape.over(order));
  }

  private static void disk(Hand hand, Fault.DiskTrouble trouble) {
    int node = hand.anyone();
    hand.inflict(new Fault.Disk(node, trouble));
    long length = (1 + hand.dice(TROUBLE_MILLIS)) * MILLI;
    hand.later(length, new Fault.Disk(node, Fault.DiskTrouble.MENDED));
  }

  private static void breakDisk(Hand hand) {
    if (hand.mayCrashOneMore()) {
      disk(hand, hand.dice(2) == 0 ? Fault.DiskTrouble.FORCE_FAILS : Fault.DiskTrouble.FULL);
    }
  }

  /** Asks for one step, or for a node to leave and come back. */
  private static void changeMembership(Hand hand) {
    Membership.Step[] steps = Membership.Step.values();
    ArrayList<Fault> wanted = new ArrayList<>();
    int node = hand.anyone();
    wanted.add(new Fault.ChangeMembership(steps[hand.dice(steps.length)], node));
    if (hand.dice(2) == 0) {
      wanted.clear();
      wanted.add(new Fault.ChangeMembership(Membership.Step.REMOVE, node));
    } else if (hand.dice(2) == 0) {
      wanted.clear();
      wanted.add(new Fault.ChangeMembership(Membership.Step.ADD_LEARNER, node));
      wanted.add(new Fault.ChangeMembership(Membership.Step.PROMOTE, node));
    }
    long delay = 0;
    for (Fault fault : wanted) {
      hand.later(delay, fault);
      delay += (1 + hand.dice(ELECTION_MILLIS)) * MILLI;
    }
  }
}
