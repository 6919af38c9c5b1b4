import type { Delivery as DeliveryRow } from '../../backend/incidents/delivery-list.ts';
import type { Delivery } from '../../contract/alert.ts';
import type { Language } from '../../vocabulary/people.ts';
import type { Actor } from '../auth/actor.ts';
import { sentenceIn } from '../errors/spanish.ts';
import { MASK } from './personal-data.ts';

/** Sentences about why a message was not sent. */
const REASONS: Readonly<Record<string, string>> = {
  'alert.mail-server-away': 'The mail server accepts no messages now.',
  'alert.mail-refused': 'The mail server refused this message.',
  'alert.webhook-refused': 'The webhook did not accept the message.',
  'alert.no-way': 'This channel is no longer configured.',
};

/** A delivery as this actor may see it: only superusers see addresses, and answers that may name them. */
export function shownDelivery(row: DeliveryRow, actor: Actor, language: Language): Delivery {
  const whole = actor.role === 'superuser';
  const { error_code, recipient, channel } = row;
  const reason = error_code === null ? null : (REASONS[error_code] ?? error_code);
  return {
    ...row,
    recipient: whole || channel === 'webhook' ? recipient : maskedAddress(recipient),
    reply: whole ? row.reply : null,
    error_message: reason === null ? null : sentenceIn(language, error_code, reason),
  };
}

/** `a***@***`: enough to distinguish two recipients, but not to identify them. */
function maskedAddress(address: string): string {
  return `${address.slice(0, 1)}${MASK}@${MASK}`;
}
