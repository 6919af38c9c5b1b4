import type { Log } from '../kernel/log/log.ts';
import type { Secret } from '../kernel/secrets/secret.ts';

const TIMEOUT_MS = 10_000;

/**
 * Notifies an external monitor of each tick of the schedule, like clients of Healthchecks.io do; the monitor
 * raises an alarm when the calls stop. A failed call is logged and has no other effect. The address is a
 * secret, so the log contains only its host.
 */
export async function callHeartbeatUrl(
  url: Secret,
  { log, signal }: { readonly log: Log; readonly signal: AbortSignal },
): Promise<void> {
  const { host } = new URL(url.reveal());
  try {
    const answer = await fetch(url.reveal(), {
      // A redirect could lead anywhere.
      redirect: 'manual',
      headers: { 'user-agent': 'Taquilla' },
      signal: AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]),
    });
    await answer.body?.cancel();
    if (!answer.ok) log.warn({ host, status: answer.status }, 'HEARTBEAT_URL does not take the call');
  } catch (error) {
    // The error's message is left out, because it may contain the address.
    const reason = error instanceof Error ? error.name : 'unknown';
    if (!signal.aborted) log.warn({ host, reason }, 'HEARTBEAT_URL cannot be reached now');
  }
}
