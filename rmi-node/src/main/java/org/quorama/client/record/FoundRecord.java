package org.quorama.client.record;

import org.quorama.protocol.Bytes;

/**
 * A record that was found in a file, intact. Immutable.
 *
 * @param id what it is
 * @param offset where in the file it begins
 * @param payload what it holds
 */
public record FoundRecord(RecordId id, long offset, Bytes payload) {}
