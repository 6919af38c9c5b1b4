import { isTimezone } from '../../../kernel/time/timezone.ts';
import { PLUGIN_TICKETS } from '../../../vocabulary/ticketing.ts';
import type { Metas } from '../../values/metas.ts';
import { readText } from '../../values/store-text.ts';
import type { EventFields, TicketPlugin } from '../ticket-plugin.ts';
import { readForm } from './attendee-form.ts';
import { readCheckoutRecord } from './attendees.ts';
import { lastDay, readDayStates } from './day-states.ts';
import { readEventTimes } from './event-times.ts';
import { FOO_EVENTS_NAMES as NAMES } from './names.ts';
import { readSlots } from './places/slot-options.ts';
import { isSwitchedOn, OPTIONS, readSettings } from './plugin-settings.ts';
import { readTicket } from './read-ticket.ts';
import { FOO_EVENTS_PROOF } from './totals-names.ts';

const FORM = 'fooevents_custom_attendee_fields_options_serialized';
const SLOTS = 'fooevents_bookings_options_serialized';
const MOST_DAYS = 366;

/** FooEvents for WooCommerce, with its add-ons for several days, attendee fields, bookings and seats. */
export const FOO_EVENTS: TicketPlugin = {
  title: 'FooEvents',
  source: PLUGIN_TICKETS,
  claims: ({ metas, hasTicketPosts }) => isEvent(metas) || hasTicketPosts,
  isActive: isSwitchedOn,
  options: OPTIONS,
  readSettings,
  names: NAMES,
  proof: FOO_EVENTS_PROOF,
  isEvent,
  readEventFields,
  numDaysOf: (dayRecords) => Math.min(MOST_DAYS, Math.max(1, ...dayRecords.map(lastDay))),
  readTicket,
  orderIdOf: (metas) => Number(metas.get(NAMES.ticket.orderId)) || null,
  isCheckedIn: (metas, context) => {
    const days = metas.get(NAMES.ticket.days) ?? null;
    return readDayStates(metas.get('WooCommerceEventsStatus') ?? null, days, context).some(
      ({ checkedIn }) => checkedIn,
    );
  },
  // Databases ignore the case of this value.
  hasMadeTickets: (metas) => /^yes *$/i.test(metas.get(NAMES.order.generated) ?? ''),
  readCheckoutRecord,
};

/** Flags of the plugin that are not set are `off` or ''. */
function isEvent(metas: Metas): boolean {
  return metas.get(NAMES.product.eventKey) === NAMES.product.eventValue;
}

function readEventFields(metas: Metas, siteTimezone: string, dateFormat: string): EventFields {
  const ownZone = metas.get('WooCommerceEventsTimeZone') ?? '';
  const timezone = ownZone !== '' && isTimezone(ownZone) ? ownZone : siteTimezone;
  const numDays = readNumDays(metas.get('WooCommerceEventsNumDays'));
  return {
    ...readEventTimes(metas, numDays, timezone),
    timezone,
    venue: readText(metas.get('WooCommerceEventsLocation')),
    numDays,
    form: readForm(metas.get(FORM)),
    slots: readSlots(metas.get(SLOTS), dateFormat),
  };
}

function readNumDays(text: string | undefined): number {
  const days = /^\d{1,4}$/.test(text ?? '') ? Number(text) : 1;
  return Math.min(MOST_DAYS, Math.max(1, days));
}
