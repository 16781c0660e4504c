----------------------------- MODULE MCRaftCore -----------------------------
(* Small models of RaftCore, and rules that are wrong on purpose: exchanged  *)
(* for the right ones, each must break an invariant.                         *)
EXTENDS RaftCore, TLC

Symmetry == Permutations(Node)

Always(lastIndex, lastTerm, log) == TRUE
FreeInAnyTerm(s, t, candidate) == t >= s.term
ForgottenVote(vote) == Nil
AnyTerm(s, i) == TRUE
WaitsForNothing(message) == FALSE
DurableOrNot(s, i) == TRUE
LeaderCommitAlone(leaderCommit, lastNew) == leaderCommit
=============================================================================
