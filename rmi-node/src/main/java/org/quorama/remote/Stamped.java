package org.quorama.remote;

import java.io.Serializable;

/**
 * An answer with the answering node's stamp. Immutable.
 *
 * @param stamp who answered and when
 * @param content the answer
 * @param <T> its type
 */
public record Stamped<T extends Serializable>(Stamp stamp, T content) implements Serializable {}
