import { compareWays, demoStore, sampleStore } from '../pipe/compare-ways.ts';
import { allDumps } from '../pipe/truth-file.ts';

compareWays([demoStore(20_000), ...allDumps().map((name) => sampleStore(name))]);
