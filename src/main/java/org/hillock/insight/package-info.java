/**
 * What the numbers that pass through an operation say of a network: what to gather ({@link
 * org.hillock.insight.Watch}), what was found ({@link org.hillock.insight.Summary}), and what
 * follows from it. Values and conclusions only; backends do the gathering.
 */
@org.jspecify.annotations.NullMarked
package org.hillock.insight;
