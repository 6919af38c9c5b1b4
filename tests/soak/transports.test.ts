import { compareTransports, demoStore, sampleStore } from '../pipe/compare-transports.ts';
import { allDumps } from '../pipe/truth-file.ts';

compareTransports([demoStore(20_000), ...allDumps().map((name) => sampleStore(name))]);
