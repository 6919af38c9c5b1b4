import { main } from './bootstrap.mjs';
import { runVitest } from './run-vitest.mjs';
import { BUILD, CHECKS, runSteps } from './steps.mjs';

const KINDS = {
  '': { steps: CHECKS, projects: ['pure', 'servers'] },
  '--all': { steps: { ...CHECKS, ...BUILD }, projects: ['pure', 'servers', 'browser'] },
  '--soak': { steps: {}, projects: ['soak'] },
  '--nightly': { steps: {}, projects: ['nightly'] },
  '--image': { steps: BUILD, projects: ['image'] },
};

const known = () => Object.keys(KINDS).filter(Boolean).join(', ');

await main(async () => {
  const kind = KINDS[process.argv[2] ?? ''];
  if (kind === undefined) throw new Error(`Unknown: ${process.argv[2]}. Known: ${known()}`);
  const failedSteps = await runSteps(kind.steps);
  const tests = await runVitest(kind.projects);
  if (failedSteps.length > 0) console.log(`Not well, beside the tests: ${failedSteps.join(', ')}.`);
  const failed = tests.failed + failedSteps.length;
  console.log(`\n${tests.passed} passed, ${failed} failed`);
  return failed === 0 && tests.passed > 0 ? 0 : 1;
});
