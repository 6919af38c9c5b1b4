/** The command lists at most this many, which is more than any installation has. The API lists all, in pages. */
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
