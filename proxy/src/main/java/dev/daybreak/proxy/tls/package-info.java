/** TLS with clients, and what certificates prove. */
@NullMarked
package dev.daybreak.proxy.tls;

import org.jspecify.annotations.NullMarked;
