import { parseArgs } from 'node:util';

const CARRIERS = ['redis', 'postgres'];

/** The options of `npm run test:torture`. Without a seed, each run has another one, which its table names. */
export const TORTURE_OPTIONS = /** @type {const} */ ({
  minutes: { type: 'string', default: '15' },
  seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  carrier: { type: 'string' },
  'one-process': { type: 'boolean', default: false },
});

/**
 * Converts the options of `npm run test:torture -- --minutes 15 --seed 7 [--carrier redis|postgres]
 * [--one-process]` to the environment variables that the torture test reads.
 *
 * @param {readonly string[]} args
 * @returns {Record<string, string>}
 */
export function tortureSettings(args) {
  const { values } = parseArgs({ args: [...args], options: TORTURE_OPTIONS });
  const { minutes, seed, carrier } = values;
  if (!/^[1-9]\d{0,3}$/.test(minutes)) throw new Error('--minutes takes a whole number from 1 to 9999.');
  if (!/^\d{1,9}$/.test(seed)) throw new Error('--seed takes a whole number.');
  if (carrier !== undefined && !CARRIERS.includes(carrier)) {
    throw new Error(`--carrier is one of ${CARRIERS.join(', ')}.`);
  }
  return {
    TORTURE_MINUTES: minutes,
    TORTURE_SEED: seed,
    ...(carrier === undefined ? {} : { TORTURE_CARRIER: carrier }),
    ...(values['one-process'] ? { TORTURE_ONE_PROCESS: '1' } : {}),
  };
}
