import type { DemoProduct } from '../model/catalogue-model.ts';
import type {
  DemoCheckIn,
  DemoCheckoutEvent,
  DemoCheckoutTicket,
  DemoOrder,
  DemoTicket,
  DemoTicketStatus,
} from '../model/model.ts';
import type { OrderDesk } from '../model/order-desk.ts';
import type { TicketAccident } from '../model/order-plan.ts';
import type { Random } from '../model/random.ts';
import type { UtcSeconds } from '../model/site-clock.ts';

type TicketOwner = Pick<DemoOrder, 'id' | 'customerId' | 'buyer' | 'ticketsCanceled' | 'channel'>;

const DAY_SECONDS = 86_400;
const NO_CONTACT = { phone: '', company: '', designation: '' } as const;

/** The ticket posts that the plugin makes of an order's record when the order is completed. */
export function issueTickets(
  desk: OrderDesk,
  random: Random,
  owner: TicketOwner,
  record: readonly DemoCheckoutEvent[],
  issuedAtUtc: UtcSeconds,
): DemoTicket[] {
  return record.flatMap(({ productId, tickets }) =>
    tickets.map((ticket) => issueTicket(desk, random, owner, desk.product(productId), ticket, issuedAtUtc)),
  );
}

function issueTicket(
  desk: OrderDesk,
  random: Random,
  owner: TicketOwner,
  product: DemoProduct,
  asked: DemoCheckoutTicket,
  issuedAtUtc: UtcSeconds,
): DemoTicket {
  const id = desk.nextPostId();
  const desked = owner.channel === 'ticket-desk';
  const fresh: DemoTicket = {
    id,
    variationId: asked.variationId,
    attributes: asked.attributes,
    price: asked.price,
    ticketNumber: `${id}${random.text(6, '0123456789')}`,
    hash: random.text(8, HASH_LETTERS),
    origin: desked ? 'ticket-desk' : 'checkout',
    orderId: owner.id,
    productId: product.id,
    customerId: owner.customerId,
    purchaser: owner.buyer,
    sequence: desk.nextTicketSequence(product.id),
    status: 'Not Checked In',
    dayStatuses: null,
    trashedAtUtc: null,
    createdAtUtc: issuedAtUtc,
    modifiedAtUtc: issuedAtUtc,
    edited: desked,
    checkIns: [],
    // The ticket screen of wp-admin asks only for a name and an address.
    attendee: desked ? { ...asked.attendee, ...NO_CONTACT } : asked.attendee,
    answers: desked ? [] : asked.answers,
  };
  // Cancelling a ticket writes the status but no row of the log.
  if (owner.ticketsCanceled === 'yes') return { ...fresh, status: 'Canceled' };
  return letIn(desk, random, fresh);
}

const HASH_LETTERS = 'abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ0123456789';

/** Checks tickets in on the past days of the event. Most holders come, some of them only on some days. */
export function letIn(desk: OrderDesk, random: Random, ticket: DemoTicket): DemoTicket {
  const days = gateOpenings(desk, ticket).filter(() => random.chance(72));
  if (days.length === 0) return ticket;
  const checkIns = days.map(
    ({ day, opensAtUtc }): DemoCheckIn => ({
      day,
      status: 'Checked In',
      atUtc: opensAtUtc + Math.min(random.between(0, 2_700), desk.settings.nowUtc - opensAtUtc),
    }),
  );
  return { ...ticket, ...stateAfter(desk.product(ticket.productId), checkIns), checkIns };
}

/** Checks the holder in on the first day, unless that has happened already or check-in has not started. */
export function enter(desk: OrderDesk, ticket: DemoTicket): DemoTicket {
  const [opening] = gateOpenings(desk, ticket);
  if (opening === undefined || ticket.checkIns.length > 0) return ticket;
  const { day, opensAtUtc } = opening;
  const atUtc = Math.min(opensAtUtc + 900 + 20 * (ticket.id % 60), desk.settings.nowUtc);
  const checkIns: DemoCheckIn[] = [{ day, status: 'Checked In', atUtc }];
  return { ...ticket, ...stateAfter(desk.product(ticket.productId), checkIns), checkIns };
}

/** Removes all check-ins of the ticket. */
export function leaveOut(ticket: DemoTicket): DemoTicket {
  if (ticket.checkIns.length === 0) return ticket;
  return { ...ticket, status: 'Not Checked In', dayStatuses: null, checkIns: [] };
}

function gateOpenings(desk: OrderDesk, ticket: DemoTicket): { day: number; opensAtUtc: UtcSeconds }[] {
  const event = desk.product(ticket.productId).event;
  if (event === null) return [];
  const first = desk.clock.fromLocal(event.startsLocal) - 1_800;
  return Array.from({ length: event.days }, (_, index) => ({
    day: index + 1,
    opensAtUtc: first + index * DAY_SECONDS,
  })).filter(({ opensAtUtc }) => opensAtUtc <= desk.settings.nowUtc && opensAtUtc > ticket.createdAtUtc);
}

function stateAfter(
  product: DemoProduct,
  checkIns: readonly DemoCheckIn[],
): Pick<DemoTicket, 'status' | 'dayStatuses'> {
  const days = product.event?.days ?? 1;
  const statuses = Array.from({ length: days }, (_, index): DemoTicketStatus => {
    const last = checkIns.findLast((checkIn) => checkIn.day === index + 1);
    return last?.status ?? 'Not Checked In';
  });
  if (days === 1) return { status: statuses[0] ?? 'Not Checked In', dayStatuses: null };
  return {
    status: statuses.includes('Checked In') ? 'Checked In' : 'Not Checked In',
    dayStatuses: statuses,
  };
}

/** Changes one ticket by itself; null if it is deleted for good. */
export function applyAccident(
  desk: OrderDesk,
  ticket: DemoTicket,
  accident: TicketAccident,
): DemoTicket | null {
  const atUtc = Math.min(ticket.createdAtUtc + 90_000, desk.settings.nowUtc);
  const untouched: DemoTicket = { ...ticket, status: 'Not Checked In', dayStatuses: null, checkIns: [] };
  switch (accident) {
    case 'deleted':
      return null;
    case 'trashed':
      return { ...untouched, trashedAtUtc: atUtc, modifiedAtUtc: atUtc };
    case 'canceled-alone':
      return {
        ...untouched,
        status: 'Canceled',
        modifiedAtUtc: atUtc,
        checkIns: [{ day: 1, status: 'Canceled', atUtc }],
      };
    case 'renamed':
      return {
        ...ticket,
        edited: true,
        modifiedAtUtc: atUtc,
        attendee: { ...ticket.attendee, firstName: 'Rebautizada "la Nueva"', lastName: "D'Alerce & Cía." },
      };
    case 'status-missing':
      return { ...untouched, status: null };
    case 'check-in-undone': {
      const checkIns: DemoCheckIn[] = [
        { day: 1, status: 'Checked In', atUtc },
        { day: 1, status: 'Not Checked In', atUtc: Math.min(atUtc + 45, desk.settings.nowUtc) },
      ];
      return { ...untouched, ...stateAfter(desk.product(ticket.productId), checkIns), checkIns };
    }
  }
}
