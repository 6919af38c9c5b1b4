import { compareWays, demoStore, sampleStore } from './compare-ways.ts';
import { sampleStoresPresent } from './truth-file.ts';

/** One of the sample stores here; all of them, whole, among the long tests. */
compareWays([demoStore(600), ...(sampleStoresPresent ? [sampleStore('hpos-small', 3)] : [])]);
