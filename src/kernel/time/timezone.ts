import { FixedOffsetZone, IANAZone, type Zone } from 'luxon';

const OFFSET = /^([+-])(0\d|1[0-4]):([0-5]\d)$/;

/** An IANA name that this machine knows, or `+HH:MM`. */
export function isTimezone(timezone: string): boolean {
  return OFFSET.test(timezone) || isZoneName(timezone);
}

/**
 * Whether this is an IANA name that this machine knows. From Node 22 on, `Intl` also accepts offsets as names,
 * up to `+23:59`.
 */
export function isZoneName(timezone: string): boolean {
  return !/^[+-]/.test(timezone) && IANAZone.isValidZone(timezone);
}

/** A zone by its name or offset; invalid if the text is neither. */
export function zoneOf(timezone: string): Zone {
  const minutes = offsetMinutes(timezone);
  return minutes === null ? IANAZone.create(timezone) : FixedOffsetZone.instance(minutes);
}

/** The offset in minutes east of UTC; null if the text is not a bare offset. */
function offsetMinutes(timezone: string): number | null {
  const offset = OFFSET.exec(timezone);
  if (offset === null) return null;
  const minutes = Number(offset[2]) * 60 + Number(offset[3]);
  return offset[1] === '-' ? -minutes : minutes;
}

/**
 * Converts a bare offset to a zone name that browsers and PostgreSQL know, if there is one. Whole hours have
 * such names, like `Etc/GMT+3`, with the opposite sign (three hours *behind* UTC). `+05:30` has none and stays
 * unchanged.
 */
export function namedZone(timezone: string): string {
  const minutes = offsetMinutes(timezone);
  if (minutes === null || minutes % 60 !== 0) return timezone;
  if (minutes === 0) return 'UTC';
  const name = `Etc/GMT${minutes < 0 ? '+' : '-'}${Math.abs(minutes / 60)}`;
  return isZoneName(name) ? name : timezone;
}

/**
 * Whether both zones always show the same time. Aliases and offsets are compared by the zones that they mean.
 */
export function isSameZone(one: string, other: string): boolean {
  return canonical(one) === canonical(other);
}

function canonical(timezone: string): string {
  const name = namedZone(timezone);
  if (!isZoneName(name)) return name;
  return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
}

const TIMEZONE_SOURCES = ['given', 'store', 'installation'] as const;
export type TimezoneSource = (typeof TIMEZONE_SOURCES)[number];

/** The zone of a configuration, and who chose it. */
export interface ChosenTimezone {
  readonly timezone: string;
  readonly source: TimezoneSource;
}

/** The zone of a new configuration: the one that a person chose, else the store's own, else `TIME_ZONE`. */
export function chooseTimezone(said: {
  readonly given: string | null;
  /** The zone of the store; null if the store names none. */
  readonly store: string | null;
  readonly installation: string;
}): ChosenTimezone {
  if (said.given !== null) return { timezone: said.given, source: 'given' };
  if (said.store !== null) return { timezone: said.store, source: 'store' };
  return { timezone: said.installation, source: 'installation' };
}
