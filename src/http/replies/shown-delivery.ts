import type { Delivery as DeliveryRow } from '../../backend/incidents/delivery-list.ts';
import type { Delivery } from '../../contract/alert.ts';
import { ERROR_CATALOGUE, isErrorCode } from '../../kernel/error-catalogue.ts';
import type { Language } from '../../vocabulary/people.ts';
import type { Actor } from '../auth/actor.ts';
import { MASK } from './personal-data.ts';

/**
 * A delivery as this actor may see it. Only superusers see addresses, and the answers of servers, which may
 * contain addresses.
 */
export function shownDelivery(row: DeliveryRow, actor: Actor, language: Language): Delivery {
  const whole = actor.role === 'superuser';
  const { error_code, recipient, channel } = row;
  return {
    ...row,
    recipient: whole || channel === 'webhook' ? recipient : maskedAddress(recipient),
    reply: whole ? row.reply : null,
    error_message: error_code === null ? null : meaningOf(error_code, language),
  };
}

/** Why a message was not sent. The error's own message is not used, because it may contain addresses. */
function meaningOf(code: string, language: Language): string {
  return isErrorCode(code) ? ERROR_CATALOGUE[code][language] : code;
}

/** `a***@***`: enough to distinguish two recipients, and too little to know who they are. */
function maskedAddress(address: string): string {
  return `${address.slice(0, 1)}${MASK}@${MASK}`;
}
