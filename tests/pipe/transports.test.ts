import { compareWays, demoStore, sampleStore } from './compare-ways.ts';
import { sampleStoresPresent } from './truth-file.ts';

/** Two of the sample stores here, whole; all of them among the long tests. */
compareWays([
  demoStore(600),
  ...(sampleStoresPresent ? [sampleStore('hpos-small', 3), sampleStore('decimal-tax-small', 3)] : []),
]);
