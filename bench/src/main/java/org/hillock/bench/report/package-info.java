/**
 * The report: what was found out about operations and devices, as one page that needs nothing but
 * itself. {@link org.hillock.bench.report.Report} is what the page knows, {@link
 * org.hillock.bench.report.Page} writes it; the browser draws it.
 */
@NullMarked
package org.hillock.bench.report;

import org.jspecify.annotations.NullMarked;
