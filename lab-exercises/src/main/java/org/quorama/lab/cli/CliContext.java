package org.quorama.lab.cli;

import java.io.InputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.quorama.lab.cli.recording.PicturePlan;
import org.quorama.lab.cluster.ClusterSession;
import org.quorama.lab.cluster.Clusters;
import org.quorama.lab.demos.script.DemoScript;
import org.quorama.monitor.app.file.RecordingPlan;

/**
 * What commands have around them. Immutable.
 *
 * @param clusters starts and finds clusters
 * @param in where requests of scripts come from
 * @param out where results go
 * @param err where progress and errors go
 * @param interactive true on a terminal: progress bars and live views make sense
 * @param environment the environment variables
 * @param tools parts of the system that have a main program of their own
 */
public record CliContext(
    Clusters clusters,
    InputStream in,
    PrintStream out,
    PrintStream err,
    boolean interactive,
    Map<String, String> environment,
    Tools tools) {

  /** Starts parts of the system that have a main program of their own. */
  public interface Tools {
    /**
     * Runs one node in this JVM until it stops; returns its exit code.
     *
     * @param arguments of the node's main program
     */
    int node(String[] arguments);

    /**
     * Shows the window of a cluster until a person closes it; returns false if it cannot open.
     *
     * @param session the cluster
     * @param recording where the window records what it is told
     */
    boolean monitor(ClusterSession session, RecordingPlan recording);

    /**
     * Shows a window on a recording until a person closes it; returns false if it cannot open.
     *
     * @param files the recording
     * @throws CliException if it cannot be read; the message says why
     */
    boolean open(List<Path> files);

    /**
     * Plays a demo in a window until a person closes it; returns false if it cannot open.
     *
     * @param script what to play
     * @param clusters starts the clusters
     */
    boolean demo(DemoScript script, Clusters clusters);

    /**
     * Plays a demo on a simulated cluster in a window until a person closes it; returns false if it
     * cannot open.
     *
     * @param script what to play
     */
    boolean simulatedDemo(DemoScript script);

    /**
     * Draws the window of a recorded trace into a PNG file.
     *
     * @param plan what to draw where
     */
    void picture(PicturePlan plan);

    /**
     * Draws a span of a recorded trace into a GIF file.
     *
     * @param plan what to draw where
     */
    void clip(PicturePlan plan);

    /** Returns the names of the window's screens. */
    List<String> screens();

    /**
     * Runs the simulator and prints what it found; returns the exit code.
     *
     * @param plan what to simulate
     * @param context where to print
     */
    int simulate(SimCommand.Plan plan, CliContext context);

    /** Uses the system for a moment, so that its classes can be archived. */
    int warmUp();
  }
}
