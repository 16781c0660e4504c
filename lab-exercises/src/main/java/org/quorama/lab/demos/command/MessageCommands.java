package org.quorama.lab.demos.command;

import java.util.ArrayList;
import java.util.List;
import org.quorama.trace.FaultTrace.Release;

/** Commands that deliver, lose and double messages that wait. */
final class MessageCommands {
  private MessageCommands() {}

  static List<Form<Command>> all() {
    List<Form<Command>> forms = new ArrayList<>();
    forms.addAll(forms("deliver", "Delivers", Release.DELIVER));
    forms.addAll(forms("drop", "Loses", Release.DROP));
    forms.addAll(forms("duplicate", "Delivers twice", Release.DUPLICATE));
    forms.add(
        new Form<>(
            "deliver until quiet",
            "Delivers all messages, and those that follow from them, until none waits.",
            args -> stage -> stage.mail().deliverUntilQuiet(List.of())));
    forms.add(
        new Form<>(
            "deliver among <nodes> until quiet",
            "The same for messages between these nodes; all others go on waiting.",
            args -> stage -> stage.mail().deliverUntilQuiet(stage.nodes(args.all(Slot.NODES)))));
    return forms;
  }

  private static List<Form<Command>> forms(String verb, String does, Release release) {
    return List.of(
        new Form<>(
            verb + " <link> [<kind>] [in term <number>]",
            does + " the oldest message of the link; all that are meant if * is an end of it.",
            args -> stage -> stage.mail().release(args.filter(stage), false, release)),
        new Form<>(
            verb + " all [<link>] [<kind>] [in term <number>]",
            does + " all messages that wait, of the link, of the kind, sent in the term.",
            args -> stage -> stage.mail().release(args.filter(stage), true, release)));
  }
}
