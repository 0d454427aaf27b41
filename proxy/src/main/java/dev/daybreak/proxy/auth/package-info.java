/** Who a client is: verifiers, SCRAM and MD5 from both ends. */
@NullMarked
package dev.daybreak.proxy.auth;

import org.jspecify.annotations.NullMarked;
