import type { Import } from './read-imports.ts';

/** The rooms that each room may import, from the top floor down. A room is a folder of `src/`. */
export const IMPORT_TABLE: Readonly<Record<string, readonly string[] | 'everything'>> = {
  main: ['app', 'cli', 'kernel'],
  app: 'everything',
  cli: [
    'tasks',
    'exports',
    'configurations',
    'credentials',
    'stores',
    'statements',
    'sync',
    'woocommerce',
    'backend',
    'contract',
    'vocabulary',
    'platform',
    'kernel',
  ],
  http: [
    'tasks',
    'exports',
    'configurations',
    'credentials',
    'statements',
    'backend',
    'contract',
    'vocabulary',
    'kernel',
  ],
  metrics: ['tasks', 'configurations', 'backend', 'vocabulary', 'kernel'],
  tasks: ['configurations', 'alerts', 'sync', 'backend', 'vocabulary', 'kernel'],
  configurations: ['sync', 'backend', 'contract', 'source', 'ticketing', 'vocabulary', 'kernel'],
  credentials: ['backend', 'contract', 'vocabulary', 'kernel'],
  stores: ['configurations', 'woocommerce', 'backend', 'vocabulary', 'kernel'],
  statements: ['exports', 'backend', 'contract', 'vocabulary', 'kernel'],
  exports: ['backend', 'contract', 'vocabulary', 'kernel'],
  alerts: ['backend', 'vocabulary', 'kernel'],
  sync: ['backend', 'source', 'ticketing', 'vocabulary', 'kernel'],
  woocommerce: ['source', 'ticketing', 'vocabulary', 'kernel'],
  backend: ['source', 'ticketing', 'vocabulary', 'platform', 'kernel'],
  demo: ['platform', 'kernel'],
  source: ['ticketing', 'vocabulary', 'kernel'],
  ticketing: ['vocabulary', 'kernel'],
  contract: ['vocabulary'],
  vocabulary: ['kernel'],
  platform: ['kernel'],
  kernel: [],
};

/**
 * What the panel may import from the server: the values and types of the vocabulary, and the types of the contract.
 */
const OF_PANEL: readonly string[] = ['contract', 'vocabulary'];

function roomOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'admin' ? 'admin' : second.replace(/(\.test)?\.tsx?$/, '');
}

/** Why this import is not allowed, or null. */
export function faultOf(found: Import): string | null {
  if (found.to === null) return null;
  const from = roomOf(found.from);
  const to = roomOf(found.to);
  const finding = `${found.from} imports ${found.to}`;
  for (const room of [from, to]) {
    if (room !== 'admin' && IMPORT_TABLE[room] === undefined)
      return `${finding}: the table knows no room ${room}`;
  }
  if (found.typeOnly ? !/\.tsx?$/.test(found.to) : !/\.(tsx?|css|svg|json)$/.test(found.to)) {
    return `${finding}: the file's ending is missing`;
  }
  if (from === to) return null;
  if (from === 'admin' && OF_PANEL.includes(to)) {
    return found.typeOnly || to === 'vocabulary' ? null : `${finding}: only its types`;
  }
  const may = IMPORT_TABLE[from] ?? [];
  return may === 'everything' || may.includes(to) ? null : `${finding}: ${from} may not know ${to}`;
}

/** Every folder that contains folders: a room, or a part of one. */
export function foldersOfFolders(files: readonly string[]): string[] {
  const folders = files.map((path) => path.split('/').slice(0, -1));
  const parents = folders.flatMap((parts) => parts.map((_, at) => parts.slice(0, at).join('/')));
  return [...new Set(parents)].filter((path) => path.startsWith('src/')).sort();
}

/** The first cycle of folders within a folder, by all imports, including types; null if there is none. */
export function findFolderRing(imports: readonly Import[], parent: string): string[] | null {
  const folderOf = (path: string): string | null => {
    if (!path.startsWith(`${parent}/`)) return null;
    const [folder = '', ...rest] = path.slice(parent.length + 1).split('/');
    return rest.length > 0 ? folder : null;
  };
  const between = imports.flatMap((found) => {
    const [from, to] = [folderOf(found.from), found.to === null ? null : folderOf(found.to)];
    return from === null || to === null || from === to || found.from.includes('.test.')
      ? []
      : [{ ...found, from, to, typeOnly: false }];
  });
  return findValueCycle(between);
}

/** The first cycle of files that need one another's values when they load, as a path; null if there is none. */
export function findValueCycle(imports: readonly Import[]): string[] | null {
  const edges = new Map<string, string[]>();
  for (const { from, to, typeOnly } of imports) {
    if (to !== null && !typeOnly) edges.set(from, [...(edges.get(from) ?? []), to]);
  }
  const done = new Set<string>();
  const trail: string[] = [];
  const visit = (file: string): string[] | null => {
    if (trail.includes(file)) return [...trail.slice(trail.indexOf(file)), file];
    if (done.has(file)) return null;
    trail.push(file);
    for (const next of edges.get(file) ?? []) {
      const cycle = visit(next);
      if (cycle !== null) return cycle;
    }
    trail.pop();
    done.add(file);
    return null;
  };
  for (const file of edges.keys()) {
    const cycle = visit(file);
    if (cycle !== null) return cycle;
  }
  return null;
}
