import { compareWays, demoStore, sampleStore } from './compare-ways.ts';
import { sampleStoresPresent } from './truth-file.ts';

/** This tests one of the sample stores; the long tests cover all of them. */
compareWays([demoStore(600), ...(sampleStoresPresent ? [sampleStore('hpos-small', 3)] : [])]);
