"""明账: published departmental budgets in, traceable figures and charts out; everything that is neither a page nor SQL."""
