/** More configurations than a person reads at a terminal, and than any installation has. The API has pages. */
export const MOST = 10_000;

/** The filter that matches all configurations. */
export const NO_FILTER = {
  status: null,
  frequency: null,
  organizerEmail: null,
  verification: null,
  credentialsId: null,
  search: null,
};
