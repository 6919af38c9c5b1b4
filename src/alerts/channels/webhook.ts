import { createHmac } from 'node:crypto';
import type { Incident } from '../../backend/incidents/find-incidents.ts';
import type { IncidentEvent } from '../../backend/incidents/message-records.ts';
import { AppError } from '../../kernel/errors.ts';
import { oneLine } from '../../kernel/log/plain-text.ts';
import { errorOf, serverAt } from '../../kernel/sentences/sentence.ts';
import { SERVICE_SENTENCES } from '../../kernel/sentences/service-sentences.ts';
import { linkTo, testLink } from '../letters/compose.ts';
import type { WebhookSettings } from './alert-settings.ts';

const TIMEOUT_MS = 10_000;

/**
 * Signs the time and the body of a delivery, so that neither can be changed and an old delivery can be
 * recognised.
 */
function signatureOf(secret: string, timestampS: number, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestampS}.${body}`).digest('hex')}`;
}

/** The body of a message to the webhook. */
export function webhookBody(
  incident: Incident,
  message: { readonly id: string; readonly event: IncidentEvent },
  publicUrl: string | null,
): string {
  const { id, kind, credentialsId, storeName, errorCode, errorMessage, startedAt, openedAt, resolvedAt } =
    incident;
  return JSON.stringify({
    delivery_id: message.id,
    event: message.event,
    incident: {
      id,
      kind,
      started_at: startedAt.toISOString(),
      opened_at: openedAt.toISOString(),
      resolved_at: message.event === 'recovered' ? (resolvedAt?.toISOString() ?? null) : null,
      store:
        credentialsId === null
          ? null
          : { credentials_id: credentialsId, name: storeName === null ? null : oneLine(storeName) },
      stores: incident.stores.map((one) => ({ credentials_id: one.id, name: oneLine(one.name) })),
      error:
        errorCode === null
          ? null
          : { code: errorCode, message: errorMessage === null ? null : oneLine(errorMessage) },
      configurations: incident.configurations.map((one) => ({
        id: one.id,
        name: oneLine(one.name),
        execution_id: one.executionId,
      })),
      left_out: incident.leftOut,
      url: publicUrl === null ? null : linkTo(incident, publicUrl),
    },
  });
}

/** The body of a test message, which names no incident. */
export function testBody(deliveryId: string, publicUrl: string | null): string {
  return JSON.stringify({
    delivery_id: deliveryId,
    event: 'test',
    incident: null,
    url: publicUrl === null ? null : testLink(publicUrl),
  });
}

/** @throws unavailable `alert.webhook-refused`, for anything but an answer of 200 to 299 */
export async function postWebhook(
  { url, secret }: WebhookSettings,
  deliveryId: string,
  body: string,
  now: Date,
): Promise<void> {
  const timestampS = Math.floor(now.getTime() / 1000);
  try {
    const answer = await fetch(url, {
      method: 'POST',
      // a redirect would send the message to another server
      redirect: 'manual',
      signal: AbortSignal.timeout(TIMEOUT_MS),
      headers: {
        'content-type': 'application/json',
        'user-agent': 'Taquilla',
        'x-taquilla-delivery': deliveryId,
        'x-taquilla-timestamp': String(timestampS),
        'x-taquilla-signature': signatureOf(secret, timestampS, body),
      },
      body,
    });
    await answer.body?.cancel();
    if (answer.ok) return;
    throw errorOf(
      SERVICE_SENTENCES.webhookRefused,
      { server: serverOf(url), status: answer.status },
      { details: { reply: `HTTP ${answer.status}` } },
    );
  } catch (thrown) {
    throw fromFetch(thrown, url);
  }
}

/** Turns an error of `fetch` into an AppError; the reason is in the error's cause. */
function fromFetch(thrown: unknown, url: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const server = serverOf(url);
  if (thrown instanceof Error && thrown.name === 'TimeoutError') {
    return errorOf(
      SERVICE_SENTENCES.webhookSilent,
      { server, seconds: TIMEOUT_MS / 1000 },
      { cause: thrown },
    );
  }
  const cause = thrown instanceof Error ? (thrown.cause ?? thrown) : thrown;
  const code = cause instanceof Error && 'code' in cause ? String(cause.code) : '';
  const message = cause instanceof Error ? code || cause.message : String(cause);
  return errorOf(SERVICE_SENTENCES.webhookAway, { server, message }, { cause: thrown });
}

/** The rest of the address may contain a secret. */
function serverOf(url: string): string {
  const { hostname, port, protocol } = new URL(url);
  return serverAt(hostname.replace(/^\[|\]$/g, ''), Number(port) || (protocol === 'https:' ? 443 : 80));
}
