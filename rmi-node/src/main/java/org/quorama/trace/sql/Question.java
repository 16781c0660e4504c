package org.quorama.trace.sql;

/** Questions that a class asks, ready to be asked. */
public enum Question {
  /** Who led in which term, from when on. */
  LEADERS(
      "Who led, and when?",
      """
      select term, node as leader, round(min(seconds), 3) as since_s
      from timeline
      where kind = 'BecameLeader'
      group by term, node
      order by term"""),
  /** How long it took from the first election deadline of a term to its leader. */
  ELECTIONS(
      "How long did each election take?",
      """
      with began as (select term, min(seconds) as at from timeline
                     where kind = 'BecameCandidate' group by term),
           won as (select term, node, min(seconds) as at from timeline
                   where kind = 'BecameLeader' group by term, node)
      select began.term, won.node as leader,
             round((won.at - began.at) * 1000, 2) as took_ms
      from began left join won on won.term = began.term
      order by began.term"""),
  /** How many messages there are of each kind. */
  MESSAGES(
      "Which messages are sent most?",
      """
      select message, count(*) as sent
      from messages
      where fate = 'Sent'
      group by message
      order by sent desc"""),
  /** How many messages each node sends to each other one. */
  TRAFFIC(
      "Who talks to whom?",
      """
      select node as sender, peer as receiver, count(*) as messages,
             count(distinct message) as kinds
      from messages
      where fate = 'Sent'
      group by node, peer
      order by messages desc"""),
  /** Which appends took longest to be committed on their leader. */
  SLOWEST_COMMIT(
      "Which commits were slowest?",
      """
      select last_index as entry, node as leader, term, round(seconds, 3) as seconds,
             round((committed - seconds) * 1000, 2) as took_ms
      from (select node, term, kind, last_index, seconds,
                   min(case when kind = 'CommitAdvanced' then seconds end)
                     over (partition by node, term
                           order by case kind when 'Appended' then last_index
                                              else commit_index end, kind
                           rows between current row and unbounded following) as committed
            from timeline
            where role = 'LEADER' and kind in ('Appended', 'CommitAdvanced'))
      where kind = 'Appended' and committed >= seconds
      order by took_ms desc
      limit 20"""),
  /** How many entries are committed in each second. */
  THROUGHPUT(
      "How many entries are committed a second?",
      """
      with by_second as (select cast(floor(seconds) as int) as at_second,
                                max(commit_index) as reached
                         from timeline where kind = 'CommitAdvanced'
                         group by cast(floor(seconds) as int)),
           so_far as (select at_second, max(reached) over (order by at_second) as reached
                      from by_second)
      select at_second, reached - coalesce(lag(reached) over (order by at_second), 0)
             as entries
      from so_far
      order by at_second"""),
  /** Which replicas have not the newest version of their chunk. */
  STALE(
      "Which replica is stale?",
      """
      with held as (select chunk, node, max(version) as version
                    from replicas group by chunk, node)
      select chunk, node, version,
             max(version) over (partition by chunk) as newest,
             case when version < max(version) over (partition by chunk)
                  then 'STALE' else 'current' end as state
      from held
      order by state, chunk, node"""),
  /** How far behind each node is at the end. */
  BEHIND(
      "Which node is behind?",
      """
      with known as (select node, max(last_index) as stored, max(commit_index) as committed,
                            max(last_applied) as applied
                     from timeline group by node)
      select node, stored, committed, applied,
             (select max(committed) from known) - applied as entries_behind
      from known
      order by entries_behind desc, node"""),
  /** How often each node refused a vote or lost one. */
  LOST(
      "Which messages were lost, and why?",
      """
      select e.node, regexp_substr(e.detail, '"reason":"([^"]*)"', 1, 1, null, 1) as reason,
             count(*) as messages
      from events e
      where e.kind = 'Dropped'
      group by e.node, reason
      order by messages desc"""),
  /** What was done to the cluster from outside, and what it led to. */
  FAULTS(
      "What went wrong, and what came of it?",
      """
      select round(seconds, 3) as seconds, node, kind, term, role
      from timeline
      where kind in ('Killed', 'Stopped', 'Boot', 'LinksChanged', 'NodePaused', 'NodeResumed',
                     'DiskChanged', 'ClockChanged', 'ElectionTimedOut', 'BecameLeader',
                     'EventsMissing', 'Trouble')
      order by seconds"""),
  /** Which entries were taken back since another leader had others. */
  OVERWRITTEN(
      "Which entries were overwritten?",
      """
      select round(seconds, 3) as seconds, node, term, leader,
             regexp_substr(detail, '"from":([0-9]+)', 1, 1, null, 1) as from_index
      from timeline
      where kind = 'Truncated'
      order by seconds"""),
  /** How many events of each kind there are. */
  KINDS(
      "What is in this recording?",
      """
      select kind, count(*) as events, count(distinct node) as nodes,
             round(min(seconds), 3) as first_s, round(max(seconds), 3) as last_s
      from timeline
      group by kind
      order by events desc""");

  private final String words;
  private final String sql;

  Question(String words, String sql) {
    this.words = words;
    this.sql = sql;
  }

  /** Returns the question in English. */
  public String words() {
    return words;
  }

  /** Returns it in SQL. */
  public String sql() {
    return sql;
  }
}
