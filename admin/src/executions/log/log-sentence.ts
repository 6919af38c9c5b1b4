import type { LogLine } from '../../../../src/contract/execution.ts';
import type { Say } from '../../i18n/use-texts.ts';
import type { TextKey } from '../../texts/dictionary.ts';

const PHASES: Readonly<Record<string, TextKey>> = {
  'phase connect': 'words.phase.connect',
  'phase load': 'words.phase.load',
  'phase remove': 'words.phase.remove',
  'phase prove': 'words.phase.prove',
};
const CONTINUES: Readonly<Record<string, TextKey>> = {
  orders: 'executions.continues_after_order',
  orphans: 'executions.continues_after_ticket',
  done: 'executions.continues_after_all',
};
const READ_AGAIN: Readonly<Record<string, TextKey>> = {
  'no-page': 'executions.log_anew_no_page',
  'not-counted': 'executions.log_anew_not_counted',
  'settings-changed': 'executions.log_anew_settings_changed',
  'no-snapshot': 'executions.log_anew_no_snapshot',
  'too-old': 'executions.log_anew_too_old',
  'clock-back': 'executions.log_anew_clock_back',
};
const STAYS_DUE: Readonly<Record<string, TextKey>> = {
  unfinished: 'executions.log_whole_due_unfinished',
  'never-read': 'executions.log_whole_due_never_read',
  'settings-changed': 'executions.log_whole_due_settings_changed',
};
const ENDINGS: Readonly<Record<string, TextKey>> = {
  verified: 'words.verification.verified',
  verified_with_rejects: 'words.verification.verified_with_rejects',
  unverified: 'words.verification.unverified',
};

/**
 * A line of an execution's log in the reader's language, with its details filled in. Null if the line is shown
 * as it was written, such as one of an earlier version. The server translates lines that report errors.
 */
export function logSentence({ level, message, details }: LogLine, say: Say): string | null {
  const named = (key: TextKey | undefined, values = details): string | null =>
    key === undefined ? null : say(key, values);
  const phase = PHASES[message];
  if (phase !== undefined) return say(phase);
  switch (message) {
    case 'attempt started':
      return say('executions.log_started', details);
    case 'page loaded':
      return say('executions.log_page', details);
    case 'removals are held until a person decides about them':
      return say('executions.log_removals_held', details);
    case 'rows that could not be read are no longer in the store':
      return say('executions.log_rejects_gone');
    case 'store and backend differ exactly as the preview showed':
      return say('executions.log_preview_same');
    case 'an earlier attempt began to write what the preview showed: this one goes on':
      return say('executions.log_preview_goes_on');
    case 'the sweep left a difference: everything is read':
      return say('executions.log_sweep_difference');
    case 'a part of the tables left a difference: whole tables are compared':
      return say('executions.log_part_difference');
    case 'the sums of the event differed from its rows and were repaired':
      return say('executions.log_sums_repaired');
    case 'the sums of the store’s counts differed from a count of everything and were replaced':
      return say('executions.log_counts_replaced');
    case 'the store keeps no trace of every change: its tables are compared':
      return say('executions.log_no_signals');
    case 'the store does not show which rows were changed: everything is read':
      return say('executions.log_no_capabilities');
    case 'the worker froze in the middle of a page: its database session was ended':
      return say('executions.log_session_ended', { pid: String(details['pid']) });
    case 'the worker froze in the middle of a page, and its database session may not be ended':
      return say('executions.log_session_kept', { pid: String(details['pid']) });
    case 'products are new to the event, or changed: their rows are read':
      return say('executions.log_products_read', products(details));
    case 'products left the event: their rows are removed':
      return say('executions.log_products_left', products(details));
    case 'the store no longer has these products of the event, nor anything that they sold':
      return say('executions.log_products_gone', products(details));
    case "the store's address changed in scheme or www, and its data are the same":
      return say('executions.log_address', { from: String(details['from']), to: String(details['to']) });
    case 'the whole event must be read as well: only these orders are read now':
      return named(STAYS_DUE[String(details['reason'])]);
    case 'these orders hold nothing of the event':
      return say('executions.log_orders_not_of_event', { orders: listed(details['orders']) });
    case 'translations are not counted here: another configuration of the organizer has the product':
      return say('executions.log_translations', products(details));
    case 'event synced':
      return synced(details, say);
    default:
  }
  if (message.startsWith('continues after ')) {
    const { phase: part, position, attemptNumber } = details;
    return named(CONTINUES[String(part)], { position: String(position), number: attemptNumber });
  }
  if (message.startsWith('an earlier attempt did not end'))
    return named(READ_AGAIN[String(details['reason'])]);
  return level === 'error' && typeof details['code'] === 'string' ? message : null;
}

function products({ products: ids }: LogLine['details']): { readonly products: string } {
  return { products: listed(ids) };
}

function listed(ids: unknown): string {
  return Array.isArray(ids) ? ids.join(', ') : '';
}

function synced({ verification, rejects }: LogLine['details'], say: Say): string | null {
  const ending = ENDINGS[String(verification)];
  if (ending === undefined || typeof rejects !== 'number') return null;
  const words = say('executions.log_synced', { verification: say(ending) });
  return rejects === 0 ? words : `${words} ${say('executions.log_rejects', { smart_count: rejects })}`;
}
