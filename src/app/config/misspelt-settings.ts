/** A name in the environment that looks like a setting of Taquilla but is not one. */
export interface MisspeltSetting {
  readonly name: string;
  /** The setting that it resembles most. */
  readonly nearest: string;
}

/** A name with this prefix belongs to Taquilla. */
const OWN_PREFIXES = [
  'TAQUILLA_',
  'WOOCOMMERCE_',
  'SMTP_',
  'ALERT_',
  'METRICS_',
  'EXECUTIONS_',
  'SYNC_',
  'HEARTBEAT_',
];
/** The Compose files read these from the same `.env`. */
export const OF_COMPOSE = [
  'TAQUILLA_IMAGE',
  'TAQUILLA_DOMAIN',
  'POSTGRES_PASSWORD',
  'POSTGRES_SCALE',
  'REDIS_PASSWORD',
  'REDIS_SCALE',
  'DEMO_STORE_PASSWORD',
];
/** Variables that Kubernetes and old Docker links set for a service that is called taquilla or smtp. */
const OF_THE_CLUSTER = /_(SERVICE_HOST|SERVICE_PORT(_\w+)?|PORT_\d+_(TCP|UDP)(_\w+)?)$|_PORT$/;
/** System variables; many other names resemble them. */
const OF_THE_SYSTEM: ReadonlySet<string> = new Set(['PATH', 'LANG', 'LC_ALL', 'LC_MESSAGES']);
/** In a shorter name, changing a single letter already gives another word. */
const LONG_NAME = 6;
const LONGEST_NEAR = 2;

/**
 * Names that a person probably meant as a setting: one or two letters from a known one, or with a prefix that only
 * Taquilla's settings have. An empty value counts as absent.
 *
 * @param known all known settings
 */
export function findMisspelt(
  environment: Readonly<Record<string, string | undefined>>,
  known: readonly string[],
): readonly MisspeltSetting[] {
  const all = new Set([...known, ...OF_COMPOSE]);
  const meant = known.filter((name) => !OF_THE_SYSTEM.has(name));
  return Object.entries(environment).flatMap(([name, value]): MisspeltSetting[] => {
    if (!value || all.has(name) || isOfCluster(name, value)) return [];
    const upper = name.toUpperCase();
    const near = meant
      .map((setting) => ({ setting, distance: distanceOf(upper, setting) }))
      .reduce((best, one) => (weightOf(one, upper) < weightOf(best, upper) ? one : best));
    const isNear =
      near.distance <= (Math.min(near.setting.length, upper.length) < LONG_NAME ? 1 : LONGEST_NEAR);
    const isOurs = OWN_PREFIXES.some((prefix) => upper.startsWith(prefix));
    return isNear || isOurs ? [{ name, nearest: near.setting }] : [];
  });
}

/** A name that only lacks its ending is a closer match than one of the same length. */
function weightOf({ setting, distance }: { setting: string; distance: number }, name: string): number {
  return setting.startsWith(name) ? Math.min(distance, LONGEST_NEAR) : distance;
}

function isOfCluster(name: string, value: string): boolean {
  return OF_THE_CLUSTER.test(name) && (!name.endsWith('_PORT') || value.startsWith('tcp://'));
}

/** How many letters must be added, left out, replaced or swapped with their neighbour. */
function distanceOf(a: string, b: string): number {
  let beforeLast: number[] = [];
  let last = Array.from({ length: b.length + 1 }, (_, at) => at);
  for (let row = 1; row <= a.length; row += 1) {
    const next = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const same = a[row - 1] === b[column - 1];
      const steps = [
        (last[column] ?? 0) + 1,
        (next[column - 1] ?? 0) + 1,
        (last[column - 1] ?? 0) + (same ? 0 : 1),
      ];
      if (a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1]) {
        steps.push((beforeLast[column - 2] ?? 0) + 1);
      }
      next.push(Math.min(...steps));
    }
    beforeLast = last;
    last = next;
  }
  return last[b.length] ?? 0;
}
