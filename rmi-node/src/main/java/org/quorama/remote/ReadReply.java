package org.quorama.remote;

import java.io.Serializable;
import org.quorama.protocol.Bytes;
import org.quorama.protocol.ErrorCode;

/**
 * Bytes that a replica returned, verified against their checksums.
 *
 * @param code {@link ErrorCode#NONE}, or why there are none
 * @param bytes at most what was asked for
 * @param crc32c of the bytes
 */
public record ReadReply(ErrorCode code, Bytes bytes, int crc32c) implements Serializable {}
