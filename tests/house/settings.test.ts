import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { KNOWN_SETTINGS } from '../../src/app/config/config.ts';
import { OF_COMPOSE } from '../../src/app/config/misspelt-settings.ts';
import { SECRETS } from '../../src/app/config/secret-files.ts';
import { readText } from './source-files.ts';

/** Set by the machine, not by the person who installs Taquilla. */
const OF_THE_SYSTEM = ['LC_ALL', 'LC_MESSAGES', 'LANG', 'PATH'];
/** The image sets these: its addresses are those to which a container's ports and probes lead. */
const OF_THE_IMAGE = ['HOST', 'PORT', 'METRICS_HOST', 'METRICS_PORT'];
/** It is refused together with DATABASE_URL. */
const OF_THE_BUNDLED_SERVER = ['TAQUILLA_DATA_DIR', 'TAQUILLA_ARCHIVE_DIR'];
/** Only commands read it, and they run in the container of the API. */
const OF_COMMANDS = ['TAQUILLA_STORE_PASSWORD', 'TAQUILLA_STORE_PASSWORD_FILE'];
/** Node.js itself reads it, before the program starts. */
const OF_NODE = ['NODE_EXTRA_CA_CERTS'];
/** The proxy beside it and the links must name the same host. */
const MADE_BY_COMPOSE: Readonly<Record<string, readonly string[]>> = {
  'docker-compose.prod.yml': ['PUBLIC_URL'],
};

const SETTINGS = KNOWN_SETTINGS.filter((name) => !OF_THE_SYSTEM.includes(name));
const PLAIN = SETTINGS.filter((name) => !(name.endsWith('_FILE') && SECRETS.includes(name.slice(0, -5))));
const FILES = SETTINGS.filter((name) => !PLAIN.includes(name));
const PASSED_ON = SETTINGS.filter((name) => ![...OF_THE_IMAGE, ...OF_THE_BUNDLED_SERVER].includes(name));

interface Service {
  readonly environment: Readonly<Record<string, string>>;
}

function servicesOf(file: string): Readonly<Record<string, Service>> {
  return parse(readText(file), { merge: true }).services;
}

/** Settings whose value does not come from the setting of that name in `.env`. */
function lost(file: string, service: string, names: readonly string[]): readonly string[] {
  const given = servicesOf(file)[service]?.environment ?? {};
  const made = MADE_BY_COMPOSE[file] ?? [];
  return names.filter((name) => !made.includes(name) && !given[name]?.startsWith(`\${${name}`));
}

describe('every setting that the program reads', () => {
  test('is more than a few', () => {
    expect([PLAIN.length, FILES.length]).toEqual([
      expect.toSatisfy((count) => count >= 40),
      expect.toSatisfy((count) => count >= 11),
    ]);
  });

  test('is in .env.example, and a secret in its list of files', () => {
    const text = readText('.env.example');
    const set = new Set([...text.matchAll(/^#?([A-Z_]+)=/gm)].map(([, name]) => name));
    expect(PLAIN.filter((name) => !set.has(name))).toEqual([]);
    const list = /These may:([^.]*)\./.exec(text.replaceAll(/\n# ?/g, ' '))?.[1] ?? '';
    expect(list.split(',').map((name) => name.trim())).toEqual(SECRETS);
    expect([...set].filter((name) => !KNOWN_SETTINGS.includes(name ?? ''))).toEqual([]);
  });

  test.each(['docs/configuration.md', 'docs/es/configuration.md'])('has its row in %s', (page) => {
    // name, default, description
    const lines = readText(page).matchAll(/^\| (`[A-Z][^|]*) \| [^|]* \| (.*)\|$/gm);
    const rows = new Map(
      [...lines].flatMap(([, names = '', text = '']) =>
        [...names.matchAll(/`([A-Z_]+)`/g)].map(([, name = '']) => [name, text] as const),
      ),
    );
    expect([...PLAIN, ...OF_THE_SYSTEM].filter((name) => !rows.has(name))).toEqual([]);
    const secret = [...rows].filter(([, text]) => /^(?:secret|secreto)\b/.test(text)).map(([name]) => name);
    expect(secret.toSorted()).toEqual(SECRETS.toSorted());
  });

  describe.each(['docker-compose.local.yml', 'docker-compose.prod.yml'])('is passed on by %s', (file) => {
    test('to the API and to the commands that run there', () => {
      expect(lost(file, 'backend', PASSED_ON)).toEqual([]);
    });

    test.each(['worker', 'scheduler'])('to the %s, except for those of commands', (service) => {
      const names = PASSED_ON.filter((name) => !OF_COMMANDS.includes(name));
      expect(lost(file, service, names)).toEqual([]);
      const given = Object.keys(servicesOf(file)[service]?.environment ?? {});
      expect(given.toSorted()).toEqual([...names, ...OF_NODE].toSorted());
    });
  });

  test('is distinguished from variables that only the Compose files read', () => {
    const read = ['docker-compose.local.yml', 'docker-compose.prod.yml'].flatMap((file) =>
      [...readText(file).matchAll(/\$\{([A-Z_]+)/g)].map(([, name = '']) => name),
    );
    const others = new Set(read.filter((name) => !KNOWN_SETTINGS.includes(name)));
    expect([...others].toSorted()).toEqual([...OF_COMPOSE, ...OF_NODE].toSorted());
  });
});
