/**
 * What each node believes of each other, and discovery beside Raft's configuration. Entry: {@link
 * org.quorama.monitor.view.members.MembersScreen}.
 */
@NullMarked
package org.quorama.monitor.view.members;

import org.jspecify.annotations.NullMarked;
