import { main } from './bootstrap.mjs';
import { quickFolder } from './quick-folder.mjs';
import { runVitest } from './run-vitest.mjs';
import { BUILD, CHECKS, runSteps } from './steps.mjs';
import { tortureSettings } from './torture-settings.mjs';

const { 'build of the server': buildServer } = BUILD;
/** Processes that tests start run the built program, which costs a fraction of running the sources. */
const BUILD_OF_SERVER = { 'build of the server': buildServer };

/**
 * `alone`: test projects that need the machine for themselves, after the others. `settings`: the environment
 * variables that select them.
 */
const KINDS = {
  '': {
    steps: { ...CHECKS, ...BUILD_OF_SERVER },
    projects: ['pure', 'servers'],
    settings: () => ({ TAQUILLA_TEST_STORIES: 'no' }),
  },
  '--all': { steps: { ...CHECKS, ...BUILD }, projects: ['pure', 'servers', 'browser'], alone: ['torture'] },
  '--soak': { steps: {}, projects: ['soak'] },
  '--torture': { steps: BUILD_OF_SERVER, projects: ['torture'], settings: tortureSettings },
  '--nightly': { steps: {}, projects: ['nightly'] },
  '--image': { steps: BUILD, projects: ['image'] },
};

const known = () => Object.keys(KINDS).filter(Boolean).join(', ');

await main(async () => {
  const [name = '', ...rest] = process.argv.slice(2);
  const kind = KINDS[name];
  if (kind === undefined) throw new Error(`Unknown: ${name}. Known: ${known()}`);
  if (kind.settings !== undefined) Object.assign(process.env, kind.settings(rest));
  const failedSteps = await runSteps(kind.steps);
  const place = await quickFolder();
  const runs = [await runVitest(kind.projects, place)];
  if (kind.alone !== undefined) runs.push(await runVitest(kind.alone, place));
  if (failedSteps.length > 0) console.log(`Not healthy, beside the tests: ${failedSteps.join(', ')}.`);
  const passed = runs.reduce((all, run) => all + run.passed, 0);
  const failed = runs.reduce((all, run) => all + run.failed, failedSteps.length);
  console.log(`\n${passed} passed, ${failed} failed`);
  return failed === 0 && runs.every((run) => run.passed > 0) ? 0 : 1;
});
