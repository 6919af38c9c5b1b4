import { BaseSequencer, type TestSpecification } from 'vitest/node';

/**
 * Files that take longest. Vitest knows the duration of a file only where it ran before; elsewhere one of these
 * would start last, and the run would wait for it alone. Files that mostly wait, for deadlines as long as those of
 * production, alternate with those that mostly work, so that neither kind runs all at once.
 */
const LONGEST = [
  'tests/operation/one-thing-broken.test.ts',
  'tests/http/access-table.test.ts',
  'tests/tasks/resumed-reading.test.ts',
  'tests/pipe/changed-stores.test.ts',
  'tests/pipe/swept-history.test.ts',
  'tests/tasks/frozen-worker.test.ts',
  'tests/pipe/partial-sweep.test.ts',
  'tests/docs/pages.test.ts',
  'tests/backend/embedded.test.ts',
  'tests/pipe/pending-transition.test.ts',
  'tests/pipe/range-counts.test.ts',
  'tests/tasks/killed-worker.test.ts',
  'tests/pipe/sample-stores.test.ts',
  'tests/pipe/explanations.test.ts',
];

/** Vitest's order, except for the files that take longest. */
export default class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    // A project keeps its position: its workers load the program once.
    const projects = [...new Set(sorted.map(({ project }) => project))];
    return projects.flatMap((project) => {
      const own = sorted.filter((file) => file.project === project);
      return own.toSorted((a, b) => rankOf(a) - rankOf(b));
    });
  }
}

function rankOf({ moduleId }: TestSpecification): number {
  const rank = LONGEST.findIndex((path) => moduleId.endsWith(`/${path}`));
  return rank === -1 ? LONGEST.length : rank;
}
