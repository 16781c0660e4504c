package org.quorama.remote;

import java.io.Serializable;
import org.quorama.protocol.ErrorCode;

/**
 * Bytes that a replica returned, verified against their checksums.
 *
 * @param code {@link ErrorCode#NONE}, or why there are none
 * @param bytes at most what was asked for; never changed after construction
 * @param crc32c of the bytes
 */
@SuppressWarnings("ArrayRecordComponent")
public record ReadReply(ErrorCode code, byte[] bytes, int crc32c) implements Serializable {}
