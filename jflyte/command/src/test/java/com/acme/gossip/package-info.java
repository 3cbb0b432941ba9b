/** A framework that this project has never heard of, as its authors would add it: one class. */
@NullMarked
package com.acme.gossip;

import org.jspecify.annotations.NullMarked;
