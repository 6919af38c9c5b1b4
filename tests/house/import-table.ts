import type { Import } from './read-imports.ts';

/** Which rooms each may import, from the highest floor down. A room is a folder of `src/`. */
export const IMPORT_TABLE: Readonly<Record<string, readonly string[] | 'everything'>> = {
  main: ['app', 'cli', 'kernel'],
  app: 'everything',
  cli: [
    'tasks',
    'configurations',
    'credentials',
    'sync',
    'woocommerce',
    'backend',
    'contract',
    'vocabulary',
    'platform',
    'kernel',
  ],
  http: ['tasks', 'configurations', 'credentials', 'backend', 'contract', 'vocabulary', 'kernel'],
  metrics: ['tasks', 'configurations', 'backend', 'kernel'],
  tasks: ['configurations', 'alerts', 'sync', 'backend', 'vocabulary', 'kernel'],
  configurations: ['sync', 'backend', 'contract', 'source', 'ticketing', 'vocabulary', 'kernel'],
  credentials: ['backend', 'contract', 'vocabulary', 'kernel'],
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

/** What the panel may import of the server, as types alone. */
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
  const told = `${found.from} imports ${found.to}`;
  for (const room of [from, to]) {
    if (room !== 'admin' && IMPORT_TABLE[room] === undefined)
      return `${told}: the table knows no room ${room}`;
  }
  if (found.typeOnly ? !/\.tsx?$/.test(found.to) : !/\.(tsx?|css|svg|json)$/.test(found.to)) {
    return `${told}: the file's ending is missing`;
  }
  if (from === to) return null;
  if (from === 'admin' && OF_PANEL.includes(to)) return found.typeOnly ? null : `${told}: only its types`;
  const may = IMPORT_TABLE[from] ?? [];
  return may === 'everything' || may.includes(to) ? null : `${told}: ${from} may not know ${to}`;
}

/** The first ring of files that need each other's values to start, as a path; null if there is none. */
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

/** The rooms whose direct subfolders must not need each other, not even for types. */
export const ROOMS_WITHOUT_RINGS: readonly string[] = ['woocommerce'];

/** The first ring of direct subfolders of a room, as a path; null if there is none. Types count. */
export function findFolderRing(room: string, imports: readonly Import[]): string[] | null {
  const folderOf = (path: string): string | null => {
    const [top, second, folder = '', ...rest] = path.split('/');
    return top === 'src' && second === room && rest.length > 0 ? folder : null;
  };
  return findValueCycle(
    imports.flatMap((found) => {
      const from = folderOf(found.from);
      const to = found.to === null ? null : folderOf(found.to);
      return from === null || to === null || from === to ? [] : [{ ...found, from, to, typeOnly: false }];
    }),
  );
}
