import type { DemoNote, DemoOrder, DemoOrderStatus } from '../model/model.ts';
import type { OrderPlan } from '../model/order-plan.ts';
import type { Random } from '../model/random.ts';
import type { UtcSeconds } from '../model/site-clock.ts';

type HistoryParts = Pick<
  DemoOrder,
  | 'statusBeforeTrash'
  | 'paidAtUtc'
  | 'completedAtUtc'
  | 'trashedAtUtc'
  | 'notes'
  | 'ticketsGenerated'
  | 'ticketsCanceled'
>;

export interface OrderHistory extends HistoryParts {
  /** The time of the newest change before refunds. */
  readonly changedAtUtc: UtcSeconds;
}

const STATUS_NAMES: Readonly<Record<DemoOrderStatus, string>> = {
  pending: 'Pending payment',
  'on-hold': 'On hold',
  processing: 'Processing',
  completed: 'Completed',
  cancelled: 'Cancelled',
  refunded: 'Refunded',
  failed: 'Failed',
  trash: 'Trash',
  'checkout-draft': 'Draft',
  validado: 'Validado en puerta',
};

/** Takes an order from its creation to the planned status, and writes the notes that WooCommerce writes. */
export function walkHistory(random: Random, plan: OrderPlan, nowUtc: UtcSeconds): OrderHistory {
  const notes: DemoNote[] = [];
  let at = plan.createdAtUtc;
  let status: DemoOrderStatus = 'pending';
  let paidAtUtc: UtcSeconds | null = null;
  let completedAtUtc: UtcSeconds | null = null;
  let trashedAtUtc: UtcSeconds | null = null;
  const wait = (fromSeconds: number, toSeconds: number): void => {
    at = Math.min(at + random.between(fromSeconds, toSeconds), nowUtc);
  };
  const become = (next: DemoOrderStatus): void => {
    notes.push({
      text: `Order status changed from ${STATUS_NAMES[status]} to ${STATUS_NAMES[next]}.`,
      atUtc: at,
    });
    status = next;
  };
  const pay = (): void => {
    wait(20, 240);
    paidAtUtc = at;
    become('processing');
  };
  const complete = (): void => {
    if (status === 'pending') pay();
    wait(50, 190);
    completedAtUtc = at;
    become('completed');
  };

  switch (plan.status) {
    case 'pending':
      break;
    case 'checkout-draft':
      become('checkout-draft');
      break;
    case 'on-hold':
    case 'failed':
      wait(20, 150);
      become(plan.status);
      break;
    case 'processing':
      pay();
      break;
    case 'validado':
      pay();
      wait(40, 90);
      become('validado');
      break;
    case 'completed':
      complete();
      if (plan.wasRestored) {
        wait(3_000, 20_000);
        become('cancelled');
        wait(200, 4_000);
        become('completed');
      }
      break;
    case 'cancelled':
      if (plan.wasCompleted) complete();
      wait(3_600, 200_000);
      become('cancelled');
      break;
    case 'refunded':
      complete();
      break;
    case 'trash':
      if (plan.wasCompleted) complete();
      wait(86_400, 900_000);
      trashedAtUtc = at;
      break;
  }
  const generated = completedAtUtc !== null;
  return {
    notes,
    paidAtUtc,
    completedAtUtc,
    trashedAtUtc,
    changedAtUtc: at,
    statusBeforeTrash: plan.status === 'trash' ? status : null,
    ticketsGenerated: generated,
    ticketsCanceled: plan.status === 'cancelled' ? 'yes' : plan.wasRestored ? 'restored' : 'no',
  };
}
