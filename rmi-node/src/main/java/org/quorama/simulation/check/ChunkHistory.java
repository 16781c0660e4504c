package org.quorama.simulation.check;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.quorama.chunk.ChunkId;
import org.quorama.metadata.tree.ChunkEntry;
import org.quorama.simulation.check.Rules.Rule;

/** Checks what becomes of each chunk as the log is applied: its versions, and that it goes once. */
final class ChunkHistory {
  private final Rules rules;
  private final Map<ChunkId, ChunkEntry> known = new HashMap<>();
  private final Set<ChunkId> gone = new HashSet<>();

  ChunkHistory(Rules rules) {
    this.rules = rules;
  }

  /**
   * Checks what the log newly says of a chunk.
   *
   * @param chunk which
   * @param now what is known of it, null if it is gone
   */
  void changed(ChunkId chunk, @Nullable ChunkEntry now) {
    ChunkEntry before = now == null ? known.remove(chunk) : known.put(chunk, now);
    if (now == null) {
      gone.add(chunk);
    } else if (gone.contains(chunk)) {
      throw rules.broken(Rule.IDS_GIVEN_ONCE, "%s is the id of one that is gone", now);
    } else if (before != null && !follows(before, now)) {
      throw rules.broken(Rule.CHUNK_VERSION, "the master goes from %s to %s", before, now);
    }
  }

  /** A grant is of a higher version, and nothing else changes it; what is confirmed was granted. */
  private static boolean follows(ChunkEntry before, ChunkEntry now) {
    int rises = now.granted().version().compareTo(before.granted().version());
    boolean isGrant = now.grantedIndex() != before.grantedIndex();
    return (isGrant ? rises > 0 : rises == 0)
        && now.confirmedNumber() >= before.confirmedNumber()
        && now.confirmedNumber() <= now.granted().version().number();
  }
}
