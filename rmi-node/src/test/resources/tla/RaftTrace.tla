----------------------------- MODULE RaftTrace ------------------------------
(***************************************************************************)
(* Judges the merged trace of a real run by the rules of RaftCore, line by *)
(* line: each line is one change that the node says it made, and is taken  *)
(* only if the rules allow it there.  There is at most one successor, so a *)
(* run costs as many states as it has lines, and where no line can be      *)
(* taken is the line that is wrong.                                        *)
(*                                                                         *)
(* Messages are not kept in the state: the line of a receipt has in `ref'  *)
(* the line of the sending, and what a leader of a term sent is a part of  *)
(* leaderLog, since a leader only appends.                                 *)
(*                                                                         *)
(* A line of a message, a boot or an end says the whole state of its node, *)
(* which must be what the lines before made of it.                         *)
(***************************************************************************)
EXTENDS RaftCore, TLC

VARIABLES l,            \* the next line
          applied,      \* per node: lastApplied
          input,        \* per node: the line of the message that it took last, 0
          leaderLog,    \* per term: the log of its leader as far as it went
          held,         \* per node and term: how much of it was on the disk
          kept,         \* per node: every <<term, vote>> that was on the disk
          told          \* per node: the voters that it told last

\* Given by the Java class tlc2.overrides.TLCOverrides.
ReadTrace(what) == CHOOSE x \in {} : TRUE
Reached(line) == TRUE

T == ReadTrace("lines")
TraceNode == ReadTrace("nodes")
FirstVoters == ReadTrace("voters")

own == <<applied, input, leaderLog, held, kept, told>>
L == T[l]
st == L.st
n == L.n
S == node[n]

\* Takes a condition as a whole: TLC would try each part of it by itself.
Judged(condition) == condition = TRUE

\* What the node took last; it says nothing of another term.
In == T[input[n]].m
Took(kind) == input[n] # 0 /\ In.kind = kind /\ In.term = S.term
Source == IF In.term \in DOMAIN leaderLog THEN leaderLog[In.term] ELSE <<>>

\* An entry of the trace has voters and learners, which are {} if it makes no membership.
MakesMembership(entry) == entry.voters # {}

\* The last membership in the log, committed or not [Dissertation 4.1]; FirstVoters without one.
Membership(log) ==
  LET makers == {i \in 1 .. Len(log) : MakesMembership(log[i])}
  IN IF makers = {} THEN [index |-> 0, voters |-> FirstVoters, learners |-> {}]
     ELSE LET i == CHOOSE i \in makers : \A j \in makers : j <= i
          IN [index |-> i, voters |-> log[i].voters, learners |-> log[i].learners]

TraceVoters(s) == Membership(s.log).voters

-----------------------------------------------------------------------------

TraceInit ==
  /\ Init
  /\ l = 1
  /\ applied = TLCEval([x \in Node |-> 0])
  /\ input = TLCEval([x \in Node |-> 0])
  /\ leaderLog = <<>>
  /\ held = TLCEval([x \in Node |-> <<>>])
  /\ kept = TLCEval([x \in Node |-> {}])
  /\ told = TLCEval([x \in Node |-> FirstVoters])

\* TLCEval here and there, since nothing else makes TLC compute a value now: View does not.
Becomes(s) == node' = TLCEval([node EXCEPT ![n] = s])
OnlyNode == UNCHANGED <<elected, committed, own>>

Matches ==
  /\ S.term = st.term
  /\ S.vote = st.vote
  /\ S.role = st.role
  /\ Len(S.log) = st.lastIndex
  /\ LastTerm(S.log) = st.lastTerm
  /\ S.commit = st.commit
  /\ applied[n] = st.applied

\* What was not yet durable when the node ended may have reached the disk, the oldest first.
Boot ==
  /\ \E k \in 0 .. Len(S.queue) :
       LET disk == WrittenAll(S.disk, S.queue, k)
       IN /\ disk.term = st.term /\ disk.vote = st.vote
          /\ Len(disk.log) = st.lastIndex /\ LastTerm(disk.log) = st.lastTerm
          /\ Becomes([Fresh EXCEPT !.term = disk.term, !.vote = disk.vote, !.log = disk.log,
                                   !.disk = disk, !.commit = st.commit])
  /\ st.role = "FOLLOWER"
  /\ st.commit <= st.snapshot /\ st.applied <= st.commit
  /\ st.commit <= Len(committed)
  /\ applied' = [applied EXCEPT ![n] = st.applied]
  /\ input' = [input EXCEPT ![n] = 0]
  /\ told' = [told EXCEPT ![n] = TLCEval(TraceVoters(node'[n]))]
  /\ UNCHANGED <<elected, committed, leaderLog, held, kept>>

End == Matches /\ UNCHANGED node /\ OnlyNode

-----------------------------------------------------------------------------
\* Messages.

WasKept(t, vote) == (S.disk.term = t /\ S.disk.vote = vote) \/ <<t, vote>> \in kept[n]

\* The node has, or had when it promised so, this much of the leader's log on its disk.
Holds(t, i) ==
  \/ i = 0
  \/ t \in DOMAIN held[n] /\ held[n][t] >= i
  \/ /\ t \in DOMAIN leaderLog
     /\ i <= Len(S.disk.log) /\ i <= Len(leaderLog[t])
     /\ S.disk.log[i] = leaderLog[t][i]

Led(t) == <<t, n>> \in elected

MaySay(m) ==
  CASE m.kind = "REQUEST_VOTE" ->
         /\ WasKept(m.term, n)
         /\ m.term = S.term /\ S.role = "CANDIDATE"
              => m.prev = Len(S.log) /\ m.prevTerm = LastTerm(S.log)
    [] m.kind = "REQUEST_VOTE_REPLY" ->
         IF m.ok THEN WasKept(m.term, m.to) ELSE S.disk.term >= m.term
    [] m.kind \in {"APPEND_ENTRIES", "HEARTBEAT"} ->
         /\ Led(m.term)
         /\ m.prev + m.count <= Len(leaderLog[m.term])
         /\ Contains(leaderLog[m.term], m.prev, m.prevTerm)
         /\ m.index <= S.commit
    [] m.kind = "APPEND_ENTRIES_REPLY" ->
         /\ S.disk.term >= m.term
         /\ m.ok => Holds(m.term, m.index)
    [] m.kind = "INSTALL_SNAPSHOT" ->
         /\ Led(m.term)
         /\ Contains(leaderLog[m.term], m.prev, m.prevTerm)
         /\ m.prev <= S.commit
    [] m.kind = "INSTALL_SNAPSHOT_REPLY" ->
         S.disk.term >= m.term /\ Holds(m.term, m.index)
    [] OTHER -> m.term <= S.term

Sent == Matches /\ L.m.from = n /\ Judged(MaySay(L.m)) /\ UNCHANGED node /\ OnlyNode

WithMessage(m) ==
  CASE m.kind = "REQUEST_VOTE_REPLY" /\ m.ok /\ m.term = S.term /\ S.role = "CANDIDATE" ->
         [S EXCEPT !.votes = @ \union {m.from}]
    [] /\ m.kind \in {"APPEND_ENTRIES_REPLY", "INSTALL_SNAPSHOT_REPLY"}
       /\ m.ok /\ m.round # 0 /\ m.term = S.term /\ S.role = "LEADER" ->
         [S EXCEPT !.match[m.from] = Max(@, m.index)]
    [] OTHER -> S

Received ==
  /\ Matches
  /\ L.ref # 0 /\ L.ref < l
  /\ T[L.ref].ev = "Sent" /\ T[L.ref].m = L.m /\ L.m.to = n
  /\ input' = [input EXCEPT ![n] = L.ref]
  /\ Becomes(WithMessage(L.m))
  /\ UNCHANGED <<elected, committed, applied, leaderLog, held, kept, told>>

-----------------------------------------------------------------------------
\* Terms, votes and roles.

BecameFollower == Becomes([S EXCEPT !.role = "FOLLOWER"]) /\ OnlyNode

BecameCandidate ==
  S.role # "LEADER" /\ Becomes([S EXCEPT !.role = "CANDIDATE"]) /\ OnlyNode

MayChangeTo(t, vote) ==
  \/ /\ vote = Nil /\ t > S.term /\ S.role = "FOLLOWER"
     /\ input[n] # 0 /\ In.term = t
  \/ vote = n /\ t > S.term /\ S.role = "CANDIDATE"
  \/ /\ vote \notin {Nil, n} /\ S.role = "FOLLOWER"
     /\ input[n] # 0 /\ In.kind = "REQUEST_VOTE" /\ In.term = t /\ In.from = vote
     /\ MayVote(S, t, vote, In.prev, In.prevTerm)

\* A line has the state that its step ended with: one that was due when a message came may change
\* it twice, as a candidate first, then as the message says.
HardStateChanged ==
  /\ Judged(MayChangeTo(L.term, L.vote))
  /\ st.term > L.term \/ (st.term = L.term /\ st.vote = L.vote)
  /\ Becomes([S EXCEPT !.term = L.term, !.vote = L.vote,
                       !.votes = IF L.term > S.term THEN {} ELSE @,
                       !.queue = Append(@, Hard(L.term, L.vote))])
  /\ OnlyNode

HardStateDurable ==
  /\ S.queue # <<>> /\ Head(S.queue) = Hard(L.term, L.vote)
  /\ Becomes([S EXCEPT !.disk = Written(@, Head(S.queue)), !.queue = Tail(@)])
  /\ kept' = [kept EXCEPT ![n] = @ \union {<<L.term, L.vote>>}]
  /\ UNCHANGED <<elected, committed, applied, input, leaderLog, held, told>>

VoteCounted == Judged(L.granted => L.from \in S.votes) /\ UNCHANGED node /\ OnlyNode

\* The node uses the membership that its log says.
ToldVoters == told[n] = TraceVoters(S)

BecameLeader ==
  /\ S.role = "CANDIDATE" /\ HasWon(S, n)
  /\ Judged(ToldVoters)
  /\ L.votes \subseteq S.votes \union OwnVote(S, n)
  /\ Judged(\A other \in elected : other[1] # S.term)
  /\ Judged(\A i \in 1 .. Len(committed) : committed[i].by < S.term => Has(S.log, i))
  /\ Becomes([S EXCEPT !.role = "LEADER", !.votes = {}, !.match = TLCEval([x \in Node |-> 0])])
  /\ elected' = elected \union {<<S.term, n>>}
  /\ leaderLog' = leaderLog @@ (S.term :> S.log)
  /\ UNCHANGED <<committed, applied, input, held, kept, told>>

-----------------------------------------------------------------------------
\* The log.

EntriesOfLine == L.entries

\* One server at a time [Dissertation 4.1], and not before the last change and an entry of the
\* leader's own term are committed.
OneServerDiffers(before, after) ==
  Cardinality((before.voters \ after.voters) \union (after.voters \ before.voters)
                \union (before.learners \ after.learners)
                \union (after.learners \ before.learners)) = 1

MayChangeMembers(entries) ==
  \A i \in 1 .. Len(entries) :
    MakesMembership(entries[i]) =>
      LET before == Membership(S.log \o Prefix(entries, i - 1))
      IN /\ OneServerDiffers(before, entries[i])
         /\ before.index <= S.commit
         /\ \E j \in 1 .. S.commit : S.log[j].t = S.term

MembershipChanged == told' = [told EXCEPT ![n] = L.voters] /\ UNCHANGED node
  /\ UNCHANGED <<elected, committed, applied, input, leaderLog, held, kept>>

\* What the node's leader sent it, behind what both have.
IsOfLeader(first, entries) ==
  LET last == first + Len(entries) - 1
  IN /\ Took("APPEND_ENTRIES")
     /\ Contains(S.log, In.prev, In.prevTerm)
     /\ first > In.prev /\ last <= In.prev + In.count /\ last <= Len(Source)
     /\ SubSeq(Source, first, last) = entries
     /\ first = 1 \/ S.log[first - 1] = Source[first - 1]

Appended ==
  LET entries == EntriesOfLine
      first == Len(S.log) + 1
      leads == S.role = "LEADER"
  IN /\ entries # <<>> /\ L.first = first
     /\ IF leads THEN Judged(/\ \A i \in 1 .. Len(entries) : entries[i].t = S.term
                           /\ MayChangeMembers(entries))
                 ELSE Judged(IsOfLeader(first, entries))
     /\ Becomes([S EXCEPT !.log = @ \o entries,
                          !.queue = Append(@, [w |-> "append", entries |-> entries,
                                               upTo |-> Len(S.log) + Len(entries)])])
     /\ leaderLog' = IF leads THEN [leaderLog EXCEPT ![S.term] = @ \o entries] ELSE leaderLog
     /\ UNCHANGED <<elected, committed, applied, input, held, kept, told>>

\* "Delete the existing entry and all that follow it": only for a conflict [Raft Fig. 2].
Truncated ==
  /\ S.role # "LEADER" /\ Took("APPEND_ENTRIES")
  /\ Judged(Contains(S.log, In.prev, In.prevTerm))
  /\ L.from > In.prev /\ L.from <= In.prev + In.count
  /\ L.from <= Len(S.log) /\ L.from <= Len(Source)
  /\ S.log[L.from] # Source[L.from]
  /\ L.from > S.commit
  /\ Becomes([S EXCEPT !.log = Prefix(@, L.from - 1),
                       !.queue = Append(@, [w |-> "truncate", from |-> L.from])])
  /\ OnlyNode

\* How many writes a line says to be durable: one truncation, or appends in a row; 0 if it is wrong.
Covered(queue, upTo) ==
  LET ends == {k \in 1 .. Len(queue) :
                 /\ \A j \in 1 .. k : queue[j].w = "append"
                 /\ queue[k].upTo = upTo}
  IN IF queue = <<>> THEN 0
     ELSE IF queue[1].w = "truncate" THEN (IF queue[1].from - 1 = upTo THEN 1 ELSE 0)
     ELSE IF ends = {} THEN 0 ELSE CHOOSE k \in ends : TRUE

HeldAfter(log) ==
  TLCEval([t \in {x \in DOMAIN leaderLog : x <= S.term} |->
     LET before == IF t \in DOMAIN held[n] THEN held[n][t] ELSE 0
         i == Min(Len(log), Len(leaderLog[t]))
     IN IF i > 0 /\ log[i] = leaderLog[t][i] THEN Max(before, i) ELSE before])

DurableAfter(k) ==
  LET disk == WrittenAll(S.disk, S.queue, k)
  IN /\ k > 0
     /\ Becomes([S EXCEPT !.disk = disk, !.queue = Suffix(@, k + 1)])
     /\ held' = [held EXCEPT ![n] = HeldAfter(disk.log)]
     /\ UNCHANGED <<elected, committed, applied, input, leaderLog, kept, told>>

Durable == DurableAfter(Covered(S.queue, L.upTo))

-----------------------------------------------------------------------------
\* Commit and apply.

MayFollowCommit(c) ==
  \/ /\ Took("APPEND_ENTRIES") \/ Took("HEARTBEAT")
     /\ c <= CommitOfFollower(In.index, In.prev + In.count)
     /\ c <= Len(Source) /\ S.log[c] = Source[c]
  \/ Took("INSTALL_SNAPSHOT") /\ c <= In.prev

\* A leader that commits its own removal steps down in the same step, and says that first
\* [Dissertation 4.2.2].
HasJustLeft == Led(S.term) /\ n \notin TraceVoters(S)

AgreesWithCommitted(c) ==
  \A i \in S.commit + 1 .. Min(c, Len(committed)) : Has(S.log, i)

CommitAdvanced ==
  LET c == L.commit
  IN /\ c >= S.commit /\ c <= Len(S.log) /\ c = st.commit
     /\ IF c = S.commit THEN Took("INSTALL_SNAPSHOT")
        ELSE IF S.role = "LEADER" \/ HasJustLeft THEN Judged(MayCommit(S, n, c) /\ ToldVoters)
        ELSE Judged(MayFollowCommit(c))
     /\ Judged(AgreesWithCommitted(c))
     /\ committed' = TLCEval(Committed(S, S.commit, c))
     /\ Becomes([S EXCEPT !.commit = c])
     /\ UNCHANGED <<elected, own>>

\* Differs from [Raft Fig. 2]: only what is on the node's own disk is applied.
Applied ==
  /\ L.index = applied[n] + 1 /\ L.index <= S.commit /\ IsDurable(S, L.index)
  /\ applied' = [applied EXCEPT ![n] = L.index]
  /\ UNCHANGED <<node, elected, committed, input, leaderLog, held, kept, told>>

MatchAdvanced ==
  /\ S.role = "LEADER"
  /\ Judged(IF L.follower = n THEN L.match = 0 \/ IsDurable(S, L.match)
                              ELSE S.match[L.follower] >= L.match)
  /\ UNCHANGED node /\ OnlyNode

-----------------------------------------------------------------------------
\* Snapshots: what they replace stays in the logs here.

\* Taken at the end of a step, whose last lines may be of what is applied.
SnapshotTaken ==
  /\ L.index <= st.applied /\ L.index <= S.commit
  /\ Becomes([S EXCEPT !.queue = Append(@, [w |-> "snapshot", log |-> Prefix(S.log, L.index)])])
  /\ OnlyNode

\* A leader's snapshot.
Install ==
  LET i == L.index
      knows == Contains(S.log, i, In.prevTerm)
      log == IF knows THEN S.log ELSE Prefix(Source, i)
      write == [w |-> IF knows THEN "snapshot" ELSE "reset", log |-> Prefix(log, i)]
  IN /\ Took("INSTALL_SNAPSHOT") /\ In.ok /\ In.prev = i
     /\ i <= Len(Source) /\ i <= Len(committed)
     /\ Judged(\A j \in 1 .. i : Has(log, j))
     /\ Becomes([S EXCEPT !.log = log, !.commit = Max(@, i), !.queue = Append(@, write)])
     /\ applied' = [applied EXCEPT ![n] = Max(@, i)]
     /\ UNCHANGED <<elected, committed, input, leaderLog, held, kept, told>>

\* The own snapshot after a boot changes nothing: the log has what it replaces.
SnapshotInstalled ==
  \* A node that boots restores its own snapshot; its first step may bring a newer one as well.
  IF \/ L.index <= applied[n] /\ L.index = st.snapshot
     \/ L.index = applied[n] /\ L.index <= st.snapshot
  THEN UNCHANGED node /\ OnlyNode
  ELSE Install

SnapshotDurable ==
  /\ S.queue # <<>>
  /\ Head(S.queue).w = IF L.kept THEN "snapshot" ELSE "reset"
  /\ Len(Head(S.queue).log) = L.index
  /\ DurableAfter(1)

-----------------------------------------------------------------------------

Line ==
  CASE L.ev = "Boot" -> Boot
    [] L.ev \in {"Stopped", "Killed"} -> End
    [] L.ev = "Sent" -> Sent
    [] L.ev = "Received" -> Received
    [] L.ev = "BecameFollower" -> BecameFollower
    [] L.ev = "BecameCandidate" -> BecameCandidate
    [] L.ev = "BecameLeader" -> BecameLeader
    [] L.ev = "VoteCounted" -> VoteCounted
    [] L.ev = "HardStateChanged" -> HardStateChanged
    [] L.ev = "HardStateDurable" -> HardStateDurable
    [] L.ev = "Appended" -> Appended
    [] L.ev = "Truncated" -> Truncated
    [] L.ev = "Durable" -> Durable
    [] L.ev = "MatchAdvanced" -> MatchAdvanced
    [] L.ev = "CommitAdvanced" -> CommitAdvanced
    [] L.ev = "Applied" -> Applied
    [] L.ev = "MembershipChanged" -> MembershipChanged
    [] L.ev = "SnapshotTaken" -> SnapshotTaken
    [] L.ev = "SnapshotInstalled" -> SnapshotInstalled
    [] L.ev = "SnapshotDurable" -> SnapshotDurable

TraceNext ==
  /\ l <= Len(T)
  /\ Line
  /\ Reached(l)
  /\ l' = l + 1
  /\ UNCHANGED <<sent, restarts>>

TraceSpec == TraceInit /\ [][TraceNext]_<<vars, own, l>>

\* One state a line: nothing else needs to be told apart.
View == l
=============================================================================
