import { spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { blocksOf, pages, typedIn } from './read-docs.ts';

/** Files that a page's commands write: redirections, named output files, data folders. */
function pathsMadeBy(script: string): readonly string[] {
  const ways = [
    /(?<![\d&-])>{1,2}\s*([^\s&|;>]+)/g,
    /--(?:file|output)[= ]"?([^"\n]+?)"?(?=\s--|\s"|\n|$)/g,
    /(?<=\s)(?:-o|-c|--cookie-jar) ([\w./-]+)/g,
    /\b(?:TAQUILLA_DATA_DIR)=(\S+)/g,
    /(?<=^|\s)mkdir (?:-p )?([\w./-]+)/gm,
  ];
  return ways
    .flatMap((way) => [...script.matchAll(way)].map(([, path = '']) => path))
    .map((path) => path.replace(/\$\([^)]*\)/g, '2026-01-01').replace(/^\.\//, ''))
    .filter((path) => !path.startsWith('/') && !path.startsWith('$'));
}

const made = [
  ...new Set(
    pages()
      .filter((page) => page.startsWith('docs/') || page.startsWith('README'))
      .flatMap((page) => [...blocksOf(page, 'sh'), ...typedIn(page)])
      .flatMap(pathsMadeBy),
  ),
].toSorted();

test('the files that documented commands create are found', () => {
  expect(
    pathsMadeBy('a > x.json\nb 2>&1 >> y\npg_dump --file="z-$(date +%F).dump" "$U"\nc 2> /dev/null'),
  ).toEqual(['x.json', 'y', 'z-2026-01-01.dump']);
  for (const path of ['.env', 'secret-key', 'configuration.json', '.taquilla-trial', 'report.json']) {
    expect(made).toContain(path);
  }
});

test.each(made)('Git ignores %s, which the documentation creates in a checkout', (path) => {
  // --no-index: applies the rules to tracked files too; a path is a folder only if it ends in a slash
  const ignored = [path, `${path}/`].some(
    (one) => spawnSync('git', ['check-ignore', '--quiet', '--no-index', one]).status === 0,
  );
  expect([path, ignored]).toEqual([path, true]);
});
