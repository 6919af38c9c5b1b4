import type { FeedChange } from '../../backend/feed/read-changes.ts';

const API = '/api/v1/';
/** Where the API shows an object. Check-ins are shown with their ticket. */
const PATHS: Readonly<Record<string, (change: FeedChange) => string | null>> = {
  order: ({ subject_id }) => `orders/${subject_id}/`,
  ticket: ({ subject_id }) => `tickets/${subject_id}/`,
  check_in: ({ ticket_id }) => (ticket_id === null ? null : `tickets/${ticket_id}/`),
  event: ({ subject_id }) => `events/${subject_id}/`,
  execution: ({ subject_id }) => `sync-woocommerce/executions/${subject_id}/`,
  alert: ({ subject_id }) => `sync-woocommerce/alerts/${subject_id}/`,
};

/** The body of a message: what changed, and no value of it. It is the same for each attempt. */
export function messageBody(change: FeedChange, publicUrl: string | null): string {
  const path = PATHS[change.kind.split('.')[0] ?? '']?.(change) ?? null;
  return JSON.stringify({
    type: change.kind,
    timestamp: change.changed_at,
    data: {
      id: change.subject_id,
      order_id: change.order_id,
      ticket_id: change.ticket_id,
      event_id: change.event_id,
      organizer_id: change.organizer_id,
      fields: change.fields,
      transaction_id: change.transaction_id,
      cursor: change.cursor,
      url: path === null ? null : `${publicUrl ?? ''}${API}${path}`,
    },
  });
}
