/**
 * Other libraries, side by side with ours: each in a process of its own, because their native
 * libraries clash, all on the same inputs. {@link org.hillock.bench.peers.Driver} is what a library
 * has to be able to do, {@link org.hillock.bench.peers.Child} serves a driver in its process,
 * {@link org.hillock.bench.peers.PeerProcess} is the parent's end of it, and {@link
 * org.hillock.bench.peers.Contest} runs all of them in turn. The drivers of the other libraries are
 * projects of their own, in {@code bench/peers}.
 */
@NullMarked
package org.hillock.bench.peers;

import org.jspecify.annotations.NullMarked;
