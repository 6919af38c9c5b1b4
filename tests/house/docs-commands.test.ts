import { describe, expect, test } from 'vitest';
import { buildProgram } from '../../src/cli/program.ts';
import type { ApiDeps } from '../../src/http/api-deps.ts';
import type { Live } from '../../src/http/live/live.ts';
import { apiEndpoints } from '../../src/http/routes/api-endpoints.ts';
import { canonicalUrl } from '../../src/http/server/url-forms.ts';
import { blocksOf, pages, shellCommands, typedIn } from './read-docs.ts';
import { readText } from './source-files.ts';

const PAGES = pages().filter((path) => path.startsWith('docs/') || path.startsWith('README'));
/** Other programs that our pages may call. */
const OTHERS =
  /^(curl|psql|pg_dump|pg_restore|createdb|openssl|printf|echo|chmod|umask|export|mkdir|npm|node|sleep|done|date|df|cat|ls|tail|rm|python)$/;
const KEYWORDS = /^(until|do|if|then|while|!)$/;

interface Found {
  readonly page: string;
  readonly words: readonly string[];
}

const commands: readonly Found[] = PAGES.flatMap((page) =>
  [...blocksOf(page, 'sh'), ...typedIn(page)]
    .flatMap(shellCommands)
    .map((words) => ({ page, words: withoutPrefix(words) }))
    .filter(({ words }) => words.length > 0),
);

function withoutPrefix(words: readonly string[]): readonly string[] {
  if (words[0] === 'for') return [];
  const start = words.findIndex((word) => !/^[A-Za-z_]+=/.test(word) && !KEYWORDS.test(word));
  return start === -1 ? [] : words.slice(start);
}

/** The arguments of our own program, however it is called; null for other programs. */
function ownArguments(words: readonly string[]): readonly string[] | null {
  if (words[0] === 'taquilla') return words.slice(1);
  if (words[0] === 'npm' && words.includes('taquilla')) return words.slice(words.indexOf('--') + 1);
  const at = words.indexOf('taquilla');
  return words[0] === 'docker' && at > 0 && words.includes('exec') && words[at - 1] === 'backend'
    ? words.slice(at + 1)
    : null;
}

async function refusalOf(args: readonly string[]): Promise<string | null> {
  const said: string[] = [];
  const terminal = { out: { write: () => true }, err: { write: (text: string) => said.push(text) } };
  const program = buildProgram(() => async () => undefined, '0.0.0', terminal as never);
  try {
    await program.parseAsync([...args], { from: 'user' });
    return null;
  } catch {
    return said.join('');
  }
}

describe('the commands in the documentation', () => {
  test('were read at all', () => {
    expect(commands.length).toBeGreaterThan(120);
    expect(
      shellCommands(`A=1 until a "b c" | d > e.txt 2>&1; do sleep 1; done\nx $(y z) \\\n  -w 'v'`),
    ).toEqual([
      ['A=1', 'until', 'a', 'b c'],
      ['d'],
      ['do', 'sleep', '1'],
      ['done'],
      ['y', 'z'],
      ['x', 'SUBSTITUTED', '-w', 'v'],
    ]);
  });

  test('of our own program are accepted by it', async () => {
    const own = commands.flatMap(({ page, words }) => {
      const args = ownArguments(words);
      // an ellipsis replaces the parts that this page does not repeat
      return args === null ? [] : [{ page, args: args.filter((word) => word !== '…') }];
    });
    expect(own.length).toBeGreaterThan(60);
    for (const { page, args } of own) expect([page, args, await refusalOf(args)]).toEqual([page, args, null]);
    expect(await refusalOf(['sync', '--no-such-option'])).toContain('--no-such-option');
  });

  test('of others are known ones', () => {
    const unknown = commands.filter(
      ({ words }) => ownArguments(words) === null && words[0] !== 'docker' && !OTHERS.test(words[0] ?? ''),
    );
    expect(unknown).toEqual([]);
  });

  test('to Compose name its files and services', () => {
    const compose = commands.filter(({ words }) => words[0] === 'docker');
    expect(compose.length).toBeGreaterThan(10);
    for (const { page, words } of compose) {
      expect([page, words.slice(0, 3), words[3]]).toEqual([
        page,
        ['docker', 'compose', '-f'],
        expect.stringMatching(/^docker-compose\.(local|prod)\.yml$/),
      ]);
      const verb = words.find((word) => ['up', 'exec', 'ps', 'logs', 'run', 'stop'].includes(word));
      expect([page, words, verb]).toEqual([page, words, expect.any(String)]);
    }
  });

  test('to Compose name a file in sentences as well', () => {
    const nameless = /`docker compose (?!-f\s)[^`]+`|^ {4}(\$ )?docker compose (?!-f ).*$/gm;
    expect(
      PAGES.flatMap((page) => [...readText(page).matchAll(nameless)].map(([one]) => [page, one])),
    ).toEqual([]);
  });

  test('to the API call existing operations', () => {
    const stores = {} as ApiDeps['stores'];
    const carrier = {} as ApiDeps['carrier'];
    const deps = { stores, carrier } as ApiDeps;
    const known = apiEndpoints(deps, {} as Live).map(({ method, path }) => ({
      method,
      path: new RegExp(`^${path.replaceAll(/:\w+/g, '[^/]+')}$`),
    }));
    const asked = commands.filter(({ words }) => words[0] === 'curl' && words.join(' ').includes('/api/v1/'));
    expect(asked.length).toBeGreaterThan(15);
    for (const { page, words } of asked) {
      const method = words[words.indexOf('-X') + 1];
      const url = words.find((word) => word.includes('/api/v1/')) ?? '';
      const path = canonicalUrl(url.slice(url.indexOf('/api/v1/'))).replace(/\?.*$/, '');
      const verb = words.includes('-X') ? method : 'GET';
      const found =
        known.some((one) => one.method === verb && one.path.test(path)) || path.endsWith('openapi.json');
      expect([page, verb, path, found]).toEqual([page, verb, path, true]);
    }
  });
});
