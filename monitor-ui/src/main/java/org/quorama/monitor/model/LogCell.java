package org.quorama.monitor.model;

import java.io.Serializable;

/**
 * One entry in one node's log. Immutable.
 *
 * @param index its index, from 1
 * @param term its term
 * @param command its command in words, empty if the monitor did not see it being appended
 */
public record LogCell(long index, long term, String command) implements Serializable {}
