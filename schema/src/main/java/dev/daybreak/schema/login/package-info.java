/** Proves that the logins of applications may do on the target what they may do on the source. */
@NullMarked
package dev.daybreak.schema.login;

import org.jspecify.annotations.NullMarked;
