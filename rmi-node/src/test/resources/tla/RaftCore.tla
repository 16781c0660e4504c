------------------------------ MODULE RaftCore ------------------------------
(***************************************************************************)
(* Raft at the grain of org.quorama.raft.RaftCore: one action is one step  *)
(* of a core.  A step changes what the node believes at once; what it      *)
(* wants on its disk waits in a queue, and a message that promises         *)
(* something of that disk waits in the same queue behind it.               *)
(*                                                                         *)
(* The rules of the paper are operators of their own, so that RaftTrace    *)
(* judges real runs by the very rules that are model-checked here, and so  *)
(* that a test can exchange one and see an invariant break.                *)
(*                                                                         *)
(* Silent here, since no safety hangs on them: pre-vote, time, refusals,   *)
(* nextIndex (a leader may send any part of its log), lost messages (they  *)
(* are never received) and repeated ones (a message stays in `sent').      *)
(*                                                                         *)
(* So that the states are few, what says less than another message is not  *)
(* kept beside it, and what only grows is read where it is used: a leader  *)
(* offers its log and commitIndex, of which a follower takes any part; of  *)
(* acknowledgements the highest stays; votes and matchIndex are counted    *)
(* when something hangs on them; all that waits is written at once, but a  *)
(* crash keeps any part of it, the oldest first.                           *)
(***************************************************************************)
EXTENDS Naturals, Sequences, FiniteSets

CONSTANTS Node,         \* all nodes
          Nil,          \* nobody
          MaxTerm,      \* bounds of the model
          MaxLog,
          MaxRestarts

VARIABLES node,         \* what each node believes, and its disk
          sent,         \* the messages that ever left
          elected,      \* history: <<term, leader>>
          committed,    \* history: [e |-> entry, by |-> term of its commit]
          restarts      \* how often nodes crashed

vars == <<node, sent, elected, committed, restarts>>

-----------------------------------------------------------------------------
\* Logs.  An entry is [t |-> its term, h |-> its content].

Min(a, b) == IF a < b THEN a ELSE b
Max(a, b) == IF a > b THEN a ELSE b
LastTerm(log) == IF log = <<>> THEN 0 ELSE log[Len(log)].t
Prefix(log, i) == SubSeq(log, 1, i)
Suffix(entries, from) == SubSeq(entries, from, Len(entries))

\* The log has the entry of this index and term; every log has index 0.
Contains(log, i, t) == i = 0 \/ (i <= Len(log) /\ log[i].t = t)

\* The first index at which entries behind prev differ from the log; 0 if none.
FirstConflict(log, prev, entries) ==
  LET differs == {i \in prev + 1 .. Min(Len(log), prev + Len(entries)) :
                    log[i].t # entries[i - prev].t}
  IN IF differs = {} THEN 0 ELSE CHOOSE i \in differs : \A j \in differs : i <= j

-----------------------------------------------------------------------------
\* The rules.  s is a node's state.

\* Whose votes and logs count for a node.
Voters(s) == Node

IsQuorum(nodes, voters) == 2 * Cardinality(nodes \intersect voters) > Cardinality(voters)

AtLeastAsUpToDate(lastIndex, lastTerm, log) ==
  \/ lastTerm > LastTerm(log)
  \/ lastTerm = LastTerm(log) /\ lastIndex >= Len(log)

\* A candidate's log is at least as up to date [Raft 5.4.1].
IsUpToDate(lastIndex, lastTerm, log) == AtLeastAsUpToDate(lastIndex, lastTerm, log)

\* One vote a term, first come first served [Raft 5.2].
IsFree(s, t, candidate) == t > s.term \/ (t = s.term /\ s.vote \in {Nil, candidate})

MayVote(s, t, candidate, lastIndex, lastTerm) ==
  IsFree(s, t, candidate) /\ IsUpToDate(lastIndex, lastTerm, s.log)

\* What a node that starts again still knows of its vote.
KeptVote(vote) == vote

\* A message that promises something of the disk waits for it.
Waits(message) == message.kind # "AE"

\* The node has index i of its present log on its disk.
IsDurable(s, i) == i <= Len(s.disk.log) /\ s.disk.log[i] = s.log[i]

OwnVote(s, n) == IF s.disk.term = s.term /\ s.disk.vote = n THEN {n} ELSE {}

HasWon(s, n) == IsQuorum(s.votes \union OwnVote(s, n), Voters(s))

Holders(s, n, i) ==
  {v \in Node : IF v = n THEN IsDurable(s, i) ELSE s.match[v] >= i}

\* Only entries of the own term are committed by counting [Raft 5.4.2].
IsOfOwnTerm(s, i) == s.log[i].t = s.term

MayCommit(s, n, i) ==
  /\ i > s.commit /\ i <= Len(s.log)
  /\ IsOfOwnTerm(s, i)
  /\ IsQuorum(Holders(s, n, i), Voters(s))

\* min(leaderCommit, index of last new entry) [Raft Fig. 2].
CommitOfFollower(leaderCommit, lastNew) == Min(leaderCommit, lastNew)

-----------------------------------------------------------------------------
\* Disk and queue.  A write is [w |-> "hard", term, vote], [w |-> "append",
\* entries], [w |-> "truncate", from], [w |-> "snapshot", log] or [w |-> "reset",
\* log]; [w |-> "send", m] waits behind them.  A snapshot stands for the entries
\* that it replaces: logs here are whole.

Written(disk, write) ==
  CASE write.w = "hard" -> [disk EXCEPT !.term = write.term, !.vote = write.vote]
    [] write.w = "append" -> [disk EXCEPT !.log = @ \o write.entries]
    [] write.w = "truncate" -> [disk EXCEPT !.log = Prefix(@, write.from - 1)]
    [] write.w = "snapshot" -> [disk EXCEPT !.log = write.log \o Suffix(@, Len(write.log) + 1)]
    [] write.w = "reset" -> [disk EXCEPT !.log = write.log]
    [] OTHER -> disk

Hard(t, v) == [w |-> "hard", term |-> t, vote |-> v]
Sends(messages) == [i \in 1 .. Len(messages) |-> [w |-> "send", m |-> messages[i]]]

\* The disk after the first k of a queue.
RECURSIVE WrittenAll(_, _, _)
WrittenAll(disk, queue, k) ==
  IF k = 0 THEN disk ELSE Written(WrittenAll(disk, queue, k - 1), queue[k])

\* A later message that says all that an earlier one says.
Covers(later, earlier) ==
  /\ later # earlier /\ later.kind = earlier.kind
  /\ later.term = earlier.term /\ later.from = earlier.from
  /\ CASE later.kind = "AER" -> later.to = earlier.to /\ later.match >= earlier.match
       [] later.kind = "AE" -> /\ Len(later.log) >= Len(earlier.log)
                               /\ later.commit >= earlier.commit
       [] OTHER -> FALSE

WithSent(messages) ==
  LET all == sent \union messages
  IN {m \in all : ~\E other \in all : Covers(other, m)}

\* What nobody learns anything from is not said again.
IsNews(queue, m) ==
  LET waiting == {queue[i].m : i \in {j \in 1 .. Len(queue) : queue[j].w = "send"}}
  IN \A other \in sent \union waiting : other # m /\ ~Covers(other, m)

\* A node takes the state s, asks for writes, and says messages.
Take(n, s, writes, messages) ==
  LET idle == s.queue = <<>> /\ writes = <<>>
      news == SelectSeq(messages, LAMBDA m : IsNews(s.queue, m))
      free == SelectSeq(news, LAMBDA m : idle \/ ~Waits(m))
      held == SelectSeq(news, LAMBDA m : ~idle /\ Waits(m))
  IN /\ node' = [node EXCEPT ![n] = [s EXCEPT !.queue = @ \o writes \o Sends(held)]]
     /\ sent' = WithSent({free[i] : i \in 1 .. Len(free)})

Adopted(s, t) ==
  IF t > s.term
  THEN [s EXCEPT !.term = t, !.vote = Nil, !.role = "FOLLOWER", !.votes = {}]
  ELSE s

HardIfChanged(before, after) ==
  IF before.term # after.term \/ before.vote # after.vote
  THEN <<Hard(after.term, after.vote)>>
  ELSE <<>>

\* The history of commits after a node's commitIndex went from a to b.
Committed(s, a, b) ==
  committed \o [i \in 1 .. Max(0, b - Max(a, Len(committed))) |->
                  [e |-> s.log[Max(a, Len(committed)) + i], by |-> s.term]]

-----------------------------------------------------------------------------
\* The actions.

Fresh ==
  [term |-> 0, vote |-> Nil, role |-> "FOLLOWER", log |-> <<>>, commit |-> 0,
   disk |-> [term |-> 0, vote |-> Nil, log |-> <<>>], queue |-> <<>>,
   votes |-> {}, match |-> [v \in Node |-> 0]]

FromStart ==
  /\ node = [n \in Node |-> Fresh]
  /\ sent = {}
  /\ elected = {}
  /\ committed = <<>>
  /\ restarts = 0

Init == FromStart

\* The election timeout elapsed, or the leader hands over.
Campaign(n) ==
  LET s == node[n]
      t == s.term + 1
  IN /\ s.role # "LEADER" /\ t <= MaxTerm
     /\ Take(n, [s EXCEPT !.term = t, !.vote = n, !.role = "CANDIDATE", !.votes = {}],
             <<Hard(t, n)>>,
             <<[kind |-> "RV", term |-> t, from |-> n,
                lastIndex |-> Len(s.log), lastTerm |-> LastTerm(s.log)]>>)
     /\ UNCHANGED <<elected, committed, restarts>>

TakeRequestVote(n, m) ==
  LET s == node[n]
      grants == /\ MayVote(s, m.term, m.from, m.lastIndex, m.lastTerm)
                /\ ~(m.term = s.term /\ s.vote = m.from)
      adopted == Adopted(s, m.term)
      after == IF grants THEN [adopted EXCEPT !.vote = m.from] ELSE adopted
  IN /\ m.kind = "RV" /\ m.from # n
     /\ (m.term > s.term \/ grants) = TRUE
     /\ Take(n, after, HardIfChanged(s, after),
             IF grants
             THEN <<[kind |-> "RVR", term |-> m.term, from |-> n, to |-> m.from]>>
             ELSE <<>>)
     /\ UNCHANGED <<elected, committed, restarts>>

\* The node with all votes and acknowledgements that could have arrived.
Heard(n) ==
  LET s == node[n]
      ToIt(kind) == {m \in sent : m.kind = kind /\ m.to = n /\ m.term = s.term}
      Match(v) == LET acks == {m \in ToIt("AER") : m.from = v}
                  IN IF acks = {} THEN 0 ELSE (CHOOSE m \in acks : TRUE).match
  IN [s EXCEPT !.votes = {m.from : m \in ToIt("RVR")}, !.match = [v \in Node |-> Match(v)]]

Offer(s, n) ==
  <<[kind |-> "AE", term |-> s.term, from |-> n, log |-> s.log, commit |-> s.commit]>>

Lead(n, s, entries, offered) ==
  Take(n, offered, <<[w |-> "append", entries |-> entries]>>, Offer(offered, n))

BecomeLeader(n) ==
  LET s == node[n]
      noOp == <<[t |-> s.term, h |-> "no-op"]>>
  IN /\ s.role = "CANDIDATE" /\ HasWon(Heard(n), n)
     /\ Lead(n, s, noOp, [s EXCEPT !.role = "LEADER", !.log = @ \o noOp])
     /\ elected' = elected \union {<<s.term, n>>}
     /\ UNCHANGED <<committed, restarts>>

Propose(n) ==
  LET s == node[n]
      entry == <<[t |-> s.term, h |-> "command"]>>
  IN /\ s.role = "LEADER" /\ Len(s.log) < MaxLog
     /\ Lead(n, s, entry, [s EXCEPT !.log = @ \o entry])
     /\ UNCHANGED <<elected, committed, restarts>>

\* A part of what the leader offers.
TakeEntries(n, m, prev, last, leaderCommit) ==
  LET s == node[n]
      adopted == [Adopted(s, m.term) EXCEPT !.role = "FOLLOWER"]
      entries == SubSeq(m.log, prev + 1, last)
      accepts == Contains(s.log, prev, LastTerm(Prefix(m.log, prev)))
      conflict == FirstConflict(s.log, prev, entries)
      kept == IF conflict = 0 THEN s.log ELSE Prefix(s.log, conflict - 1)
      missing == Suffix(entries, Len(kept) - prev + 1)
      commit == Max(s.commit, Min(CommitOfFollower(leaderCommit, last), Len(kept \o missing)))
      after == [adopted EXCEPT !.log = kept \o missing, !.commit = commit]
  IN /\ m.from # n /\ m.term >= s.term
     /\ ~(m.term = s.term /\ s.role = "LEADER")
     /\ IF accepts
        THEN /\ Take(n, after,
                     HardIfChanged(s, after)
                       \o (IF conflict = 0 THEN <<>>
                           ELSE <<[w |-> "truncate", from |-> conflict]>>)
                       \o (IF missing = <<>> THEN <<>>
                           ELSE <<[w |-> "append", entries |-> missing]>>),
                     <<[kind |-> "AER", term |-> m.term, from |-> n, to |-> m.from,
                        match |-> last]>>)
             /\ committed' = Committed(after, s.commit, commit)
        ELSE /\ Take(n, adopted, HardIfChanged(s, adopted), <<>>)
             /\ UNCHANGED committed
     /\ UNCHANGED <<elected, restarts>>

AdvanceCommit(n, i) ==
  LET s == [node[n] EXCEPT !.commit = i]
  IN /\ node[n].role = "LEADER" /\ MayCommit(Heard(n), n, i)
     /\ Take(n, s, <<>>, Offer(s, n))
     /\ committed' = Committed(s, node[n].commit, i)
     /\ UNCHANGED <<elected, restarts>>

\* All writes reach the disk; what waited for them leaves.
Persist(n) ==
  LET s == node[n]
      queue == s.queue
  IN /\ queue # <<>>
     /\ node' = [node EXCEPT ![n] =
                   [s EXCEPT !.disk = WrittenAll(@, queue, Len(queue)), !.queue = <<>>]]
     /\ sent' = WithSent({queue[i].m : i \in {j \in 1 .. Len(queue) : queue[j].w = "send"}})
     /\ UNCHANGED <<elected, committed, restarts>>

\* The node crashes, and starts with what its disk holds.
Restart(n) ==
  /\ restarts < MaxRestarts
  /\ restarts' = restarts + 1
  /\ \E k \in 0 .. Len(node[n].queue) :
       LET written == WrittenAll(node[n].disk, node[n].queue, k)
           disk == [written EXCEPT !.vote = KeptVote(@)]
       IN node' = [node EXCEPT ![n] = [Fresh EXCEPT !.term = disk.term, !.vote = disk.vote,
                                                    !.log = disk.log, !.disk = disk]]
  /\ UNCHANGED <<sent, elected, committed>>

TakeOffer(n, m) ==
  /\ m.kind = "AE"
  /\ \E last \in 0 .. Len(m.log) : \E prev \in 0 .. last :
       \E leaderCommit \in 0 .. m.commit : TakeEntries(n, m, prev, last, leaderCommit)
  /\ node' # node \/ sent' # sent

Next ==
  \/ \E n \in Node :
       \/ Campaign(n) \/ BecomeLeader(n) \/ Propose(n) \/ Persist(n) \/ Restart(n)
       \/ \E i \in 1 .. MaxLog + MaxTerm : AdvanceCommit(n, i)
  \/ \E m \in sent : \E n \in Node : TakeRequestVote(n, m) \/ TakeOffer(n, m)

Spec == Init /\ [][Next]_vars

-----------------------------------------------------------------------------
\* What must hold [Raft Fig. 3].

ElectionSafety == \A a, b \in elected : a[1] = b[1] => a[2] = b[2]

LogMatching ==
  \A a, b \in Node :
    LET x == node[a].log
        y == node[b].log
    IN \A i \in 1 .. Min(Len(x), Len(y)) :
         x[i].t = y[i].t => Prefix(x, i) = Prefix(y, i)

Has(log, i) == i <= Len(log) /\ log[i] = committed[i].e

LeaderCompleteness ==
  \A n \in Node :
    node[n].role = "LEADER" =>
      \A i \in 1 .. Len(committed) : committed[i].by < node[n].term => Has(node[n].log, i)

StateMachineSafety ==
  \A n \in Node : \A i \in 1 .. Min(node[n].commit, Len(committed)) : Has(node[n].log, i)

\* Stronger than LeaderCompleteness, so that a bad commit is seen at once and
\* not at the election that it harms: whoever could win has all that is committed.
CommittedSurvives ==
  \A n \in Node :
    LET log == node[n].log
    IN IsQuorum({v \in Node : AtLeastAsUpToDate(Len(log), LastTerm(log), node[v].log)},
                Voters(node[n]))
         => \A i \in 1 .. Len(committed) : Has(log, i)

LeaderAppendOnly ==
  [][\A n \in Node :
       (/\ node[n].role = "LEADER" /\ node'[n].role = "LEADER"
        /\ node[n].term = node'[n].term)
         => Prefix(node'[n].log, Len(node[n].log)) = node[n].log]_vars
=============================================================================
