import type { Log } from '../kernel/log/log.ts';
import type { Secret } from '../kernel/secrets/secret.ts';

const TIMEOUT_MS = 10_000;

/**
 * Notifies a watchdog outside this machine of each tick of the schedule, in the convention of
 * Healthchecks.io, which raises an alarm when calls stop. A failed call is logged and has no other effect.
 * The address is a secret, so the log names only its host.
 */
export async function callHeartbeatUrl(
  url: Secret,
  { log, signal }: { readonly log: Log; readonly signal: AbortSignal },
): Promise<void> {
  const { host } = new URL(url.reveal());
  try {
    const answer = await fetch(url.reveal(), {
      // a redirect could lead anywhere
      redirect: 'manual',
      headers: { 'user-agent': 'Taquilla' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await answer.body?.cancel();
    if (!answer.ok) log.warn({ host, status: answer.status }, 'HEARTBEAT_URL does not take the call');
  } catch (error) {
    // without the error's message, which may repeat the address
    const reason = error instanceof Error ? error.name : 'unknown';
    if (!signal.aborted) log.warn({ host, reason }, 'HEARTBEAT_URL cannot be reached now');
  }
}
