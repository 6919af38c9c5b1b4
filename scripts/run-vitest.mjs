import { chmod, mkdtemp, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { tool } from './steps.mjs';

/**
 * Runs the tests of these projects and counts them.
 *
 * @param {readonly string[]} projects
 * @param {string} place a folder for what tests write
 * @returns {Promise<{ passed: number, failed: number }>} a file that could not be read, and a run that ended
 *   without naming a test, count as one failed test each
 */
export async function runVitest(projects, place) {
  const folder = await mkdtemp(join(place, 'taquilla-'));
  const file = join(folder, 'report.json');
  try {
    const chosen = projects.map((name) => `--project=${name}`);
    // The set-up checks for every tool, and not only for those that these files need.
    process.env.TAQUILLA_TEST_WHOLE = '1';
    // The databases of all tests are here, and are removed with the folder. If root runs the tests, servers run
    // as another user, who may enter the folder.
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
