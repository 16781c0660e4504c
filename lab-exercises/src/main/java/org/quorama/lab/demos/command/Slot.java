package org.quorama.lab.demos.command;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** The places in a form that a script fills. */
enum Slot {
  NODE("node", "[a-z][a-z0-9]*", false, "a node, as in n1, or a name that let gave to one"),
  NODES("nodes", "[a-z][a-z0-9]*", true, "one or more nodes, as in n1 n2"),
  LINK(
      "link",
      "(?:\\*|[a-z][a-z0-9]*)(?:→|->)(?:\\*|[a-z][a-z0-9]*)",
      false,
      "from whom to whom, as in n1→n2 or n1->n2; * is any node"),
  KIND("kind", "[A-Z][A-Za-z]*", false, "the name of a message, as in RequestVote"),
  TIME("time", "[0-9]+(?:ms|s)", false, "a time, as in 150ms or 2s"),
  NUMBER("number", "[0-9]{1,9}", false, "a number"),
  FACTOR("factor", "[0-9]{1,3}(?:\\.[0-9]+)?x", false, "a factor, as in 2x"),
  CHANCE("chance", "[0-9]{1,2}%|100%", false, "a share of all, as in 30%"),
  ROLE("role", "leader|follower|candidate|pre-candidate|dead", false, "a role, as in leader"),
  STATE("state", "ok|refused|unknown", false, "ok, refused or unknown"),
  REPLICA("replica", "current|stale|corrupt|missing", false, "current, stale, corrupt or missing"),
  PATH("path", "/[^\\s\"]*", false, "a path, as in /a"),
  PATHS("paths", "/[^\\s\"]*", true, "one or more paths, as in /a /b"),
  CONTENT("content", "[0-9]+(?:B|KiB|MiB)|[^\\s\"&/]\\S*|\\./\\S+", false, "300KiB, or a file"),
  TEXT("text", "\"[^\"]*\"", false, "a text, as in \"hello\""),
  REQUEST("request", "&?[a-z][a-z0-9-]*", false, "the name of a request, as in first"),
  LABEL("label", "&[a-z][a-z0-9-]*", false, "a name for the request, as in &first"),
  NAME("name", "[a-z][a-z0-9]*", false, "a name for a node"),
  SETTINGS("settings", "[a-z][a-z.]*=\\S+", true, "keys of the nodes, as in pre.vote=false");

  private final String word;
  private final Pattern form;
  private final boolean many;
  private final String meaning;

  Slot(String word, String form, boolean many, String meaning) {
    this.word = word;
    this.form = Pattern.compile(form);
    this.many = many;
    this.meaning = meaning;
  }

  /** Returns the slot that a pattern writes as {@code <word>}. */
  static Slot of(String word) {
    return Arrays.stream(values())
        .filter(slot -> slot.word.equals(word))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("No slot is called " + word));
  }

  String word() {
    return word;
  }

  boolean takesMany() {
    return many;
  }

  /** Returns what may stand there, for people. */
  String meaning() {
    return meaning;
  }

  boolean takes(String text) {
    return form.matcher(text).matches() && (this != KIND || MessageNames.kind(text).isPresent());
  }

  /** Returns a word that was perhaps meant. */
  Optional<String> guess(String text) {
    return switch (this) {
      case KIND -> Guess.of(text, MessageNames.all());
      case ROLE, STATE, REPLICA -> Guess.of(text, List.of(form.pattern().split("[|]", -1)));
      default -> Optional.empty();
    };
  }
}
