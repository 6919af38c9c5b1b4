import { allDumps } from '../pipe/truth-file.ts';
import { tellIfNoSampleStores } from '../pipe/without-sample-stores.ts';
import { compareStores } from '../sql/view-figures.ts';

tellIfNoSampleStores();

compareStores(allDumps());
