/**
 * Records as applications append them: with an identity and a checksum, so that readers skip
 * padding, remains of failed attempts, and copies [GFS §2.7.2]. Band B.
 *
 * <p>Nothing in the file system depends on this form: an append takes any bytes. Reading order:
 * {@link org.quorama.client.record.RecordFormat}, then {@link
 * org.quorama.client.record.RecordReader}.
 */
@NullMarked
package org.quorama.client.record;

import org.jspecify.annotations.NullMarked;
