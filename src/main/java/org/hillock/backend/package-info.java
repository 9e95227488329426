/**
 * What a place that computes has to offer ({@link org.hillock.backend.Backend}), what it is ({@link
 * org.hillock.backend.Device}) and where its data lives ({@link org.hillock.backend.Tensor}); and
 * the backends that wrap another one: to verify it against a reference, to fall back when it fails,
 * and to go elsewhere where that is faster. Backends trust their caller: arguments are checked at
 * the front door.
 */
@NullMarked
package org.hillock.backend;

import org.jspecify.annotations.NullMarked;
