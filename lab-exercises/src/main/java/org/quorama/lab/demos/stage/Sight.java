package org.quorama.lab.demos.stage;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.quorama.cluster.NodeId;
import org.quorama.monitor.model.ClusterModel;
import org.quorama.monitor.model.MessageWords;
import org.quorama.remote.lab.LabView;
import org.quorama.remote.lab.LabView.HeldMessage;
import org.quorama.trace.TraceEvent;

/**
 * What is seen of a cluster at one moment. Immutable.
 *
 * @param model the trace until now, folded
 * @param views what a lab sees of each node that answers
 * @param latest the last events, oldest first
 */
public record Sight(ClusterModel model, Map<NodeId, LabView> views, List<TraceEvent> latest) {
  /** Copies the collections. */
  public Sight {
    views = Collections.unmodifiableMap(new TreeMap<>(views));
    latest = List.copyOf(latest);
  }

  /**
   * Returns the messages that wait and are meant, by the node where they wait, longest first.
   *
   * @param filter which are meant
   */
  public List<HeldMessage> waiting(MessageFilter filter) {
    return views.values().stream()
        .flatMap(view -> view.messages().stream())
        .filter(filter::takes)
        .toList();
  }

  /** Returns the messages that wait, in words. */
  public String waitingWords() {
    List<String> words =
        waiting(MessageFilter.ALL).stream()
            .map(
                held ->
                    "%s→%s %s"
                        .formatted(
                            held.from(), held.to(), MessageWords.nameOf(held.summary().kind())))
            .toList();
    return words.isEmpty() ? "no message waits" : "waiting: " + String.join(", ", words);
  }
}
