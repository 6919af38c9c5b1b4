import { compareTransports, demoStore, sampleStore } from './compare-transports.ts';
import { sampleStoresPresent } from './truth-file.ts';

/** This tests one of the sample stores; the long tests cover all of them. */
compareTransports([demoStore(600), ...(sampleStoresPresent ? [sampleStore('hpos-small', 3)] : [])]);
