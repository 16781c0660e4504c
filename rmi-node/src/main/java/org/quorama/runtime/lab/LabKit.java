package org.quorama.runtime.lab;

import org.quorama.runtime.time.LiveClock;

/**
 * What makes a node one that a lab can change.
 *
 * @param clock its clock, which a lab may stretch and stop
 * @param links the switch in its ways to other nodes
 * @param surroundings its discovery and its disk
 */
public record LabKit(LiveClock clock, LinkSwitch links, Surroundings surroundings) {}
