import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tool } from './steps.mjs';

/**
 * Runs the tests of these projects and counts them.
 *
 * @param {readonly string[]} projects
 * @param {string} place a folder for what tests write
 * @returns {Promise<{ passed: number, failed: number }>} a file that could not be read, and a run that broke
 *   without naming a test, count as one failed each
 */
export async function runVitest(projects, place) {
  const folder = await mkdtemp(join(place, 'taquilla-'));
  const file = join(folder, 'report.json');
  try {
    const chosen = projects.map((name) => `--project=${name}`);
    // the set-up looks for every tool first, not only for those of the files at hand
    process.env.TAQUILLA_TEST_WHOLE = '1';
    // The databases of all tests lie here, and go with it. As root, servers run as another user, who may come in.
    await chmod(folder, 0o1777);
    process.env.TMPDIR = folder;
    const code = await tool(
      'vitest',
      'run',
      ...chosen,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${file}`,
    );
    const report = JSON.parse(await readFile(file, 'utf8').catch(() => '{}'));
    const broken = (report.testResults ?? []).filter(
      (suite) => suite.status === 'failed' && !hasFailedTest(suite),
    );
    const failed = (report.numFailedTests ?? 0) + broken.length;
    return { passed: report.numPassedTests ?? 0, failed: code !== 0 && failed === 0 ? 1 : failed };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function hasFailedTest(suite) {
  return suite.assertionResults.some((test) => test.status === 'failed');
}
