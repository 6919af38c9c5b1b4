/** More than a person reads at a terminal and than any installation has; the API pages. */
export const MOST = 10_000;

/** Lists all configurations. */
export const NO_FILTER = {
  status: null,
  frequency: null,
  organizerEmail: null,
  verification: null,
  credentialsId: null,
  search: null,
};
