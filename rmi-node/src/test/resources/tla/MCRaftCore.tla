----------------------------- MODULE MCRaftCore -----------------------------
(* Small models of RaftCore, and rules that are wrong on purpose: exchanged  *)
(* for the right ones, each must break an invariant.                         *)
EXTENDS RaftCore, TLC

Symmetry == Permutations(Node)

\* The moment of [Raft Fig. 8] from which an entry of an old term can do harm: one has an entry of
\* term 1 that is on no other node, two leads in term 2 by the vote of three.
Figure8 ==
  /\ \E one, two, three \in Node :
       /\ Cardinality({one, two, three}) = 3
       /\ LET old == <<[t |-> 1, h |-> "no-op"]>>
              new == <<[t |-> 2, h |-> "no-op"]>>
              With(t, v, log) ==
                [Fresh EXCEPT !.term = t, !.vote = v, !.log = log,
                              !.disk = [term |-> t, vote |-> v, log |-> log]]
              Offered(n, t, log) ==
                [kind |-> "AE", term |-> t, from |-> n, log |-> log, commit |-> 0]
          IN /\ node = [n \in Node |->
                          CASE n = one -> With(1, one, old)
                            [] n = two -> [With(2, two, new) EXCEPT !.role = "LEADER"]
                            [] OTHER -> With(2, two, <<>>)]
             /\ sent = {Offered(one, 1, old), Offered(two, 2, new)}
             /\ elected = {<<1, one>>, <<2, two>>}
  /\ committed = <<>>
  /\ restarts = 0

Always(lastIndex, lastTerm, log) == TRUE
FreeInAnyTerm(s, t, candidate) == t >= s.term
ForgottenVote(vote) == Nil
AnyTerm(s, i) == TRUE
WaitsForNothing(message) == FALSE
DurableOrNot(s, i) == TRUE
LeaderCommitAlone(leaderCommit, lastNew) == leaderCommit
=============================================================================
