package org.quorama.monitor.model;

import java.util.Locale;
import java.util.Set;

/** How much a sentence matters; shown by a sign and a word, never by colour alone. */
public enum Severity {
  /** As it should be. */
  NEWS("\u2022"),
  /** Something changed that matters to all: who leads, who belongs to the cluster. */
  TURN("\u25c6"),
  /** Something is wrong, and the cluster bears it. */
  WARNING("\u25b2"),
  /** Data or votes are in danger. */
  ALARM("\u2716");

  private static final Set<String> TURNS =
      Set.of(
          "captions.leads",
          "captions.membersCommitted",
          "captions.membersChanged",
          "captions.handedOver",
          "captions.forked",
          "captions.timeFrozen",
          "captions.timeUsual",
          "captions.timeSlow");
  private static final Set<String> WARNINGS =
      Set.of(
          "captions.killed",
          "captions.dead",
          "captions.timedOut",
          "captions.voteRefused",
          "captions.truncated",
          "captions.notCounted",
          "captions.membersDropped",
          "captions.handOverGivenUp",
          "captions.handOverLost",
          "captions.misses",
          "captions.safeModeOn",
          "captions.copyFailed",
          "captions.replicaFailed",
          "captions.dataEvicted",
          "captions.hearsNot",
          "captions.diskSlow",
          "captions.clockRate",
          "captions.paused",
          "captions.missing");
  private static final Set<String> ALARMS =
      Set.of(
          "captions.corrupt",
          "captions.corruptFound",
          "captions.diskFull",
          "captions.diskFsync",
          "captions.trouble");

  private final String sign;

  Severity(String sign) {
    this.sign = sign;
  }

  /** Returns that of a sentence. */
  static Severity of(String key) {
    if (ALARMS.contains(key)) {
      return ALARM;
    }
    if (WARNINGS.contains(key)) {
      return WARNING;
    }
    return TURNS.contains(key) ? TURN : NEWS;
  }

  /** Returns its sign, one character of a shape of its own. */
  public String sign() {
    return sign;
  }

  /** Returns its name in small letters. */
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }
}
