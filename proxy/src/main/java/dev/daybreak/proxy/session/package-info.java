/** Client sessions: relaying, tracking, holding and moving them. */
@NullMarked
package dev.daybreak.proxy.session;

import org.jspecify.annotations.NullMarked;
