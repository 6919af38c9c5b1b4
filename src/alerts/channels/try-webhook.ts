import { lookup } from 'node:dns/promises';
import { once } from 'node:events';
import { connect } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { placeOf } from '../../kernel/addresses/url-place.ts';
import { AppError } from '../../kernel/errors.ts';

const TIMEOUT_MS = 10_000;

/**
 * Checks that the address leads to a server that accepts connections, with a valid certificate if it is
 * https. It sends no request: whether the server accepts our messages is only known once one is sent.
 *
 * @throws unavailable `alert.webhook-away`
 */
export async function tryWebhook(url: string): Promise<void> {
  const place = placeOf(url);
  const { hostname, port, protocol } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  await lookup(host).catch((error: unknown) => {
    throw away(`The name ${host} in ALERT_WEBHOOK_URL cannot be resolved.`, error);
  });
  const signal = AbortSignal.timeout(TIMEOUT_MS);
  const isTls = protocol === 'https:';
  const target = { host, port: Number(port === '' ? (isTls ? 443 : 80) : port) };
  const socket = isTls ? connectTls({ ...target, servername: host }) : connect(target);
  try {
    await once(socket, isTls ? 'secureConnect' : 'connect', { signal });
  } catch (error) {
    throw away(`The webhook at ${place} accepts no connections.`, error);
  } finally {
    socket.destroy();
  }
}

function away(message: string, cause: unknown): AppError {
  return new AppError({ code: 'alert.webhook-away', message, cause });
}
