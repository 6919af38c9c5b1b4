/**
 * No index has the time of a post's change, so a search for changed posts scans them. Quick executions follow each
 * other within a minute and would scan the same posts each time: each scans the newest posts and a part of the others.
 */
export interface PostRotation {
  /** For each part, the time after which changes of its posts are still to be searched. */
  readonly readTo: readonly Date[];
  /** The part that is next. */
  readonly next: number;
  /** The time of the last scan, as part of the last reading of the signals; null if unknown, so that every part is due. */
  readonly walkedAtUtc: Date | null;
}

const PARTS = 16;
/** A walk over all parts takes no longer than this, or one run where runs are rarer. */
const ROTATION_MS = 14 * 60_000;
/** Ids in a row that belong to one part. Stored rotations depend on it: never change it. */
const BLOCK_IDS = 16_384;
/** Posts whose ids lie at most so far below the mark are walked over in every run. */
const NEWEST_IDS = 25_000;

/** The rotation after a reading that needs no walk over earlier changes. */
export function newRotation(readTo: Date, walkedAtUtc: Date | null): PostRotation {
  return { readTo: Array.from({ length: PARTS }, () => readTo), next: 0, walkedAtUtc };
}

/**
 * The parts that are due: one in each run, and more where more time has passed since the last one, so that as many runs
 * as fit into the rotation walk over all parts.
 */
export function duePartsOf({ next, walkedAtUtc }: PostRotation, takenAtUtc: Date): readonly number[] {
  const passedMs = walkedAtUtc === null ? -1 : takenAtUtc.getTime() - walkedAtUtc.getTime();
  const runs = passedMs < 0 ? 0 : Math.floor(ROTATION_MS / passedMs);
  const count = Math.min(Math.max(Math.ceil(PARTS / runs), 1), PARTS);
  return Array.from({ length: count }, (_, at) => (next + at) % PARTS);
}

/** The rotation after a walk over these parts. */
export function rotated(
  rotation: PostRotation,
  parts: readonly number[],
  readTo: Date,
  takenAtUtc: Date,
): PostRotation {
  return {
    readTo: rotation.readTo.map((at, part) => (parts.includes(part) ? readTo : at)),
    next: (rotation.next + parts.length) % PARTS,
    walkedAtUtc: takenAtUtc,
  };
}

/** SQL conditions on a post's id, and the time after which changes are searched there. */
export interface Walk {
  readonly where: string;
  readonly readTo: Date;
}

/** @param mark the id after which posts are new */
export function walksOf(
  rotation: PostRotation,
  parts: readonly number[],
  mark: number,
  readTo: Date,
): readonly [newest: Walk, others: Walk] {
  const blocks = Array.from({ length: Math.floor(mark / BLOCK_IDS) + 1 }, (_, block) => block);
  const due = blocks.filter((block) => parts.includes(block % PARTS));
  const times = parts.map((part) => (rotation.readTo[part] ?? readTo).getTime());
  const oldest = new Date(Math.min(readTo.getTime(), ...times));
  return [
    { where: `p.ID > ${Math.max(0, mark - NEWEST_IDS)}`, readTo },
    { where: due.length === 0 ? 'FALSE' : `(${rangesOf(due)})`, readTo: oldest },
  ];
}

/** Blocks next to each other become one range. */
function rangesOf(blocks: readonly number[]): string {
  const ranges: [first: number, last: number][] = [];
  for (const block of blocks) {
    const range = ranges.at(-1);
    if (range !== undefined && range[1] === block - 1) range[1] = block;
    else ranges.push([block, block]);
  }
  return ranges
    .map(([first, last]) => `p.ID BETWEEN ${first * BLOCK_IDS} AND ${(last + 1) * BLOCK_IDS - 1}`)
    .join(' OR ');
}
