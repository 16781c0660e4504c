package org.quorama.lab.demos.command;

import java.util.List;

/** Commands that start a cluster and let its time pass. */
final class TimeCommands {
  private TimeCommands() {}

  static List<Form<Command>> all() {
    return List.of(
        new Form<>(
            "start <number> running [<settings>]",
            "Starts so many nodes, whose time passes; ends those of an earlier start.",
            args -> stage -> stage.start(args.number(), false, args.settings())),
        new Form<>(
            "start <number> [<settings>]",
            "Starts so many nodes in step mode: time is frozen, messages wait; ends earlier ones.",
            args -> stage -> stage.start(args.number(), true, args.settings())),
        new Form<>(
            "fire <node>",
            "Lets time pass on all nodes until the node's Raft deadline is due, and has it act.",
            args -> stage -> stage.time().fire(args.node(stage))),
        new Form<>(
            "pass <time>",
            "Lets time pass on all nodes; what is due then waits.",
            args -> stage -> stage.time().pass(args.time())),
        new Form<>(
            "settle",
            "Waits until nothing goes on by itself any more.",
            args -> stage -> stage.settle()),
        new Form<>(
            "freeze",
            "Has time stand still on all nodes at one moment; messages wait from now on.",
            args -> stage -> stage.time().freeze()),
        new Form<>(
            "run",
            "Lets time pass again; what waits goes on.",
            args -> stage -> stage.time().run(1)),
        new Form<>(
            "run <factor>",
            "The same in slow motion: everything takes so many times as long.",
            args -> stage -> stage.time().run((int) args.factor())));
  }
}
