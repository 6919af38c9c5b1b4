import type { Import } from './read-imports.ts';

interface Room {
  readonly may: readonly string[];
  /** What may be imported as types alone: rooms, or single files of them. */
  readonly types?: readonly string[];
}

/** Who may import whom. A room is a folder of `src/`, or one of the files that stand in it. */
const IMPORT_TABLE: Readonly<Record<string, Room | 'everything'>> = {
  kernel: { may: [] },
  contract: { may: [] },
  ticketing: { may: ['kernel'] },
  sync: { may: ['kernel', 'ticketing', 'backend'], types: ['src/contract/note.ts'] },
  woocommerce: {
    may: ['kernel', 'ticketing'],
    types: ['src/sync/store-source.ts', 'src/sync/store-facts.ts', 'src/contract/note.ts'],
  },
  backend: { may: ['kernel', 'ticketing'], types: ['sync'] },
  configurations: { may: ['kernel', 'contract', 'backend'] },
  credentials: { may: ['kernel', 'contract', 'backend'] },
  tasks: { may: ['kernel', 'backend', 'sync', 'alerts', 'configurations'] },
  alerts: { may: ['kernel', 'backend'] },
  metrics: { may: ['kernel', 'backend', 'configurations', 'tasks'] },
  http: { may: ['kernel', 'contract', 'backend', 'configurations', 'credentials', 'tasks'] },
  cli: {
    may: ['kernel', 'contract', 'backend', 'configurations', 'credentials', 'sync', 'tasks', 'woocommerce'],
  },
  demo: { may: ['kernel', 'woocommerce'] },
  config: { may: ['kernel'], types: ['src/backend/credentials/environment-credentials.ts'] },
  app: 'everything',
  main: 'everything',
  admin: { may: [], types: ['contract'] },
};

function roomOf(path: string): string {
  const [top = '', second = ''] = path.split('/');
  return top === 'admin' ? 'admin' : second.replace(/(\.test)?\.tsx?$/, '');
}

/** Why this import is not allowed, or null. */
export function faultOf(found: Import): string | null {
  if (found.to === null) return null;
  const from = roomOf(found.from);
  const to = roomOf(found.to);
  const room = IMPORT_TABLE[from];
  const told = `${found.from} imports ${found.to}`;
  if (room === undefined) return `${told}: the table knows no room ${from}`;
  if (IMPORT_TABLE[to] === undefined) return `${told}: the table knows no room ${to}`;
  if (found.typeOnly ? !/\.tsx?$/.test(found.to) : !/\.(tsx?|css|svg|json)$/.test(found.to)) {
    return `${told}: the file's ending is missing`;
  }
  if (room === 'everything' || from === to || room.may.includes(to)) return null;
  const asTypes = room.types?.some((allowed) => allowed === to || allowed === found.to) ?? false;
  if (asTypes) return found.typeOnly ? null : `${told}: only its types`;
  return `${told}: ${from} may not know ${to}`;
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
