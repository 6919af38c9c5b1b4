import { main } from './bootstrap.mjs';
import { CHECKS, runSteps, tool } from './steps.mjs';

await main(async () => {
  const failed = await runSteps({ ...CHECKS, 'pure tests': () => tool('vitest', 'run', '--project=pure') });
  console.log(failed.length === 0 ? 'All is well.' : `Not healthy: ${failed.join(', ')}.`);
  return failed.length === 0 ? 0 : 1;
});
