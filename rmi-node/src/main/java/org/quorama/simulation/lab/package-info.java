/**
 * What a simulated cluster needs so that a lab acts on it as on live nodes: clocks that run as live
 * ones do, with virtual time in the place of real time, and calls that wait as long as time stands
 * still. Messages wait in the very gate of live nodes.
 */
@NullMarked
package org.quorama.simulation.lab;

import org.jspecify.annotations.NullMarked;
