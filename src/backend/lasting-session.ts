import { joinAddress, splitAddress } from '../kernel/url-parameters.ts';

const KEEP_ALIVE_MS = 10_000;

/** Without a farewell a client holds its locks for half a minute, not for the two hours that most systems wait. */
const SERVER_KEEPS_ALIVE = [
  'tcp_keepalives_idle=15',
  'tcp_keepalives_interval=5',
  'tcp_keepalives_count=3',
  'tcp_user_timeout=30000',
];

/**
 * Limits that somebody may have set for the user or the database, with other programs in mind. Those of ours stand
 * above them; without any a lock is waited for until the statement's own limit.
 */
const NO_LIMITS_OF_OTHERS = ['lock_timeout=0', 'idle_session_timeout=0', 'statement_timeout=0'];

interface LastingSession {
  readonly connectionString: string;
  readonly options: string;
  readonly keepAlive: true;
  readonly keepAliveInitialDelayMillis: number;
}

/**
 * How each PostgreSQL session of ours is opened: both sides notice when the other one is gone.
 *
 * @param connectionString '' where the place is given otherwise
 * @param settings of the session, `name=value`; they come after those of the address, which the driver would otherwise
 *   put in their place
 */
export function lastingSession(connectionString: string, settings: readonly string[] = []): LastingSession {
  const { address, parameters } = splitAddress(connectionString);
  const theirs = parameters.get('options') ?? '';
  parameters.delete('options');
  const ours = [...SERVER_KEEPS_ALIVE, ...NO_LIMITS_OF_OTHERS, ...settings]
    .map((setting) => `-c ${setting}`)
    .join(' ');
  return {
    connectionString: theirs === '' ? connectionString : joinAddress(address, parameters),
    options: `${theirs} ${ours}`.trim(),
    keepAlive: true,
    keepAliveInitialDelayMillis: KEEP_ALIVE_MS,
  };
}
