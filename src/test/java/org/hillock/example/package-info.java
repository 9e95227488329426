/** Examples that the README shows, kept compiling and running by the tests. */
@NullMarked
package org.hillock.example;

import org.jspecify.annotations.NullMarked;
