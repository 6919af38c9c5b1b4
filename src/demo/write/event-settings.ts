import type { DemoEvent, DemoField, DemoProduct } from '../model/catalogue-model.ts';
import type { SiteClock } from '../model/site-clock.ts';
import type { Meta } from './store-writer.ts';

/** All settings that the ticket plugin saves with an event product, enabled or not. */
export function productEventMetas(
  clock: SiteClock,
  product: DemoProduct,
  lastTicketSequence: number,
): Meta[] {
  const { event } = product;
  if (event === null) return [];
  return [
    ['WooCommerceEventsEvent', 'Event'],
    ...dateMetas(clock, event),
    ...names('WooCommerceEvents', '', 'TicketLogo PrintTicketLogo AddEventbrite Directions'),
    ['WooCommerceEventsLocation', event.venue],
    ['WooCommerceEventsGPS', event.gps],
    ['WooCommerceEventsTicketText', 'Trae tu documento'],
    ['WooCommerceEventsSupportContact', '+56 9 5555 0000'],
    ['WooCommerceEventsEmail', 'ayuda@example.net'],
    ['WooCommerceEventsTicketAddCalendarReminders', 'a:0:{}'],
    ...names('WooCommerceEvents', 'off', SWITCHED_OFF),
    ...names('WooCommerceEvents', 'on', SWITCHED_ON),
    ...names('WooCommerceEvents', event.asksForContact ? 'on' : 'off', CONTACT),
    ['WooCommerceEventsTicketNumberOutput', '5'],
    ['WooCommerceEventsTicketNumberPrefix', event.numberPrefix],
    ['WooCommerceEventsTicketNumberSuffix', event.numberSuffix],
    ['WooCommerceEventsEmailSubjectSingle', '{OrderNumber} Ticket'],
    ['WooCommerceEventsViewBookingsOptions', 'product'],
    ...['logo', 'custom'].flatMap((kind) =>
      BADGE_FIELDS.map((name): Meta => [`WooCommerceBadgeField${name}_${kind}`, '']),
    ),
    ...names('WooCommercePrintTicket', '', 'Numbers Orders'),
    ['WooCommerceEventsCutLinesPrintTicket', 'off'],
    ['WooCommerceEventsZoomDurationHour', '1'],
    ['WooCommerceEventsZoomDurationMinute', '0'],
    ['fooevents_custom_attendee_fields_options_serialized', fieldsText(event.fields)],
    ['_WooCommerceEventsCounter', String(lastTicketSequence)],
  ];
}

const CONTACT = 'CaptureAttendeeTelephone CaptureAttendeeCompany CaptureAttendeeDesignation';
const SWITCHED_ON = 'TicketDisplayPrice CaptureAttendeeDetails CaptureAttendeeEmail SendEmailTickets';
const SWITCHED_OFF =
  'BookingsExpirePassedDate BookingsExpireValue BookingsExpireUnit TicketPurchaserDetails TicketAddCalendar ' +
  'TicketAttachICS SelectGlobalTime TicketDisplayDateTime TicketDisplayBarcode TicketDisplayZoom ' +
  'TicketDisplayAddToWallet TicketDisplayBookings TicketDisplayMultiDay IncludeCustomAttendeeDetails ' +
  'EmailAttendee UniqueEmail ExportUnpaidTickets ExportBillingDetails ViewSeatingOptions ViewSeatingChart ' +
  'ViewSeatingOtherVariations EventDetailsNewOrder DisplayAttendeeNewOrder DisplayBookingsNewOrder ' +
  'DisplaySeatingsNewOrder DisplayCustAttNewOrder HideBookingsDisplayTime HideBookingsSlotCalendar ' +
  'HideBookingsStockAvailability ViewBookingsStockDropdowns ViewOutOfStockBookings BookingsHideDateSingleDropDown';
const BADGE_FIELDS = [
  ...['Top', 'Middle', 'Bottom'].flatMap((row) =>
    ['Left', 'Middle', 'Right'].map((column) => `${row}${column}`),
  ),
  ...'_a_4 _b_4 _c_4 _d_1 _d_2 _d_3 _d_4'.split(' '),
];

function names(prefix: string, value: string, list: string): Meta[] {
  return list.split(' ').map((name): Meta => [`${prefix}${name}`, value]);
}

function dateMetas(clock: SiteClock, event: DemoEvent): Meta[] {
  const startUtc = clock.fromLocal(event.startsLocal);
  const several = event.days > 1;
  const endUtc = several && event.endsLocal !== null ? clock.fromLocal(event.endsLocal) : 0;
  const [startHour = '', startMinute = ''] = event.startsLocal.slice(11).split(':');
  const [endHour = '', endMinute = ''] = event.endsLocal === null ? [] : event.endsLocal.slice(11).split(':');
  return [
    ['WooCommerceEventsDate', siteDate(event.startsLocal)],
    ['WooCommerceEventsDateMySQLFormat', event.startsLocal],
    ['WooCommerceEventsDateTimestamp', String(startUtc)],
    ['WooCommerceEventsDateTimeTimestamp', String(startUtc)],
    ['WooCommerceEventsEndDate', endUtc === 0 || event.endsLocal === null ? '' : siteDate(event.endsLocal)],
    // Here the plugin stores the end in UTC, unlike the start, and 1970 if there is no end.
    ['WooCommerceEventsEndDateMySQLFormat', clock.utc(endUtc)],
    ['WooCommerceEventsEndDateTimestamp', String(endUtc)],
    ['WooCommerceEventsEndDateTimeTimestamp', String(endUtc)],
    ['WooCommerceEventsType', several ? 'sequential' : 'single'],
    ...(several ? [['WooCommerceEventsMultiDayType', 'sequential'] as const] : []),
    ['WooCommerceEventsNumDays', String(event.days)],
    ['WooCommerceEventsHour', startHour],
    ['WooCommerceEventsMinutes', startMinute],
    ['WooCommerceEventsPeriod', ''],
    ['WooCommerceEventsTimeZone', 'America/Santiago'],
    ['WooCommerceEventsHourEnd', endHour],
    ['WooCommerceEventsMinutesEnd', endMinute],
    ['WooCommerceEventsEndPeriod', ''],
  ];
}

/** The date of `2025-11-15 …` in the site's format d/m/Y. */
function siteDate(local: string): string {
  return local.slice(0, 10).split('-').toReversed().join('/');
}

/** The value is JSON, although the meta's name says otherwise. */
function fieldsText(fields: readonly DemoField[]): string {
  const all = fields.map(({ key, label, type, options, preset, required }) => [
    key,
    {
      [`${key}_label`]: label,
      [`${key}_type`]: type,
      [`${key}_options`]: options.join('|'),
      [`${key}_def`]: preset,
      [`${key}_req`]: required ? 'true' : 'false',
    },
  ]);
  return JSON.stringify(Object.fromEntries(all));
}
