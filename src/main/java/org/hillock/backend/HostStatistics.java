package org.hillock.backend;

import org.hillock.insight.Watch;

/** Statistics that are gathered on the host. */
public final class HostStatistics extends Statistics {

  private final Totals totals;

  /**
   * Nothing yet.
   *
   * @param owner the backend that gathers
   * @param watch what it gathers
   */
  public HostStatistics(Backend owner, Watch watch) {
    super(owner, watch);
    totals = new Totals(watch);
  }

  /**
   * What was gathered.
   *
   * @return the live numbers, to add to
   */
  public Totals totals() {
    return totals;
  }

  @Override
  protected Totals read() {
    return totals;
  }

  @Override
  protected void clear() {
    totals.clear();
  }

  @Override
  protected void release() {}
}
