import { main } from './bootstrap.mjs';
import { BUILD, runSteps } from './steps.mjs';

await main(async () => ((await runSteps(BUILD)).length === 0 ? 0 : 1));
