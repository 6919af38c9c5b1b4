import { sampleStoresPresent } from '../pipe/truth-file.ts';
import { tellIfNoSampleStores } from '../pipe/without-sample-stores.ts';
import { compareStores } from './view-figures.ts';

tellIfNoSampleStores();

/** Pesos without decimals, and a tax with more decimals than its currencies; tests/nightly has the others. */
compareStores(sampleStoresPresent ? ['hpos-small', 'decimal-tax-small'] : []);
