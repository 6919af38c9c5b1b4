import type { Texts } from './table-text.ts';

const ORDER_OF_IT = 'the order that it belongs to; null: none, or not known';

/** The feed of changes and outbound events. */
export const OUTBOUND_TEXTS: Texts = {
  feed_arrivals: {
    says: 'changes of orders, tickets, check-ins, events, executions and alerts that have no position yet',
    columns: {
      transaction_id: 'the transaction that made the change',
      subject: 'the kind of the changed object, such as order',
      verb: 'what happened to it, such as updated',
      subject_id: 'the changed object',
      event_id: 'the event that it belongs to; null: not known yet',
      order_id: 'the order that it belongs to; null: not known yet',
      ticket_id: 'the ticket that it belongs to; null: not known yet',
      fields: 'the names of the changed columns, with commas between them',
    },
  },
  feed_changes: {
    says: 'the feed of changes',
    columns: {
      position: 'its place in the feed',
      kind: 'the kind of the changed object and what happened to it, such as order.updated',
      subject_id: 'the changed object',
      event_id: 'the event that it belongs to; null: none',
      order_id: ORDER_OF_IT,
      ticket_id: 'the ticket that it belongs to; null: none',
      organizer_id: 'the organizer that it belongs to; null: none',
      fields: 'the names of the changed columns',
      transaction_id: 'the transaction that made the change',
      changed_at: 'when the change was made',
    },
  },
  feed_position: {
    says: 'the only row: the last position, and the last change that cleanup removed',
    columns: {
      only_row: 'always true, so that there is one row',
      last_position: 'the position of the newest change',
      base_position: 'the position of the last change that cleanup removed',
      base_at: 'when that change got its position',
    },
  },
  outbound_endpoints: {
    says: 'an address to which Taquilla sends changes',
    columns: {
      name: 'its name',
      url: 'the address; its path may contain a secret',
      kinds: 'the kinds of changes that it gets; empty: all',
      organizer_ids: 'the organizers whose changes it gets; empty: all',
      event_ids: 'the events whose changes it gets; empty: all',
      secret_sealed: 'the secret that signs its messages, encrypted',
      old_secret_sealed: 'the secret before that one, encrypted; null: none signs',
      old_secret_until: 'until when the secret before signs as well',
      state: 'active, paused, or ended: its receiver answered 410',
      state_changed_at: 'when the state last changed',
      position: 'the position of the last change that was queued or left out for it',
      failures: 'failures in a row that concern the receiver as a whole',
      held_until: 'until when the receiver gets nothing; null: it gets messages',
      last_delivered_at: 'when its receiver last accepted a message',
      last_error: 'the code of the last failure; null: the last message was accepted',
      last_reply: 'the beginning of the answer to that message',
      skipped: 'positions of changes that it did not get, because they were no longer kept; null: none',
    },
  },
  outbound_deliveries: {
    says: 'a change for one endpoint',
    columns: {
      endpoint_id: 'the endpoint',
      position: 'the position of the change in the feed',
      message_id: 'the id of the message, the same for each attempt',
      kind: 'the kind of the change',
      subject_id: 'the order, or else the ticket, or else the object itself',
      ticket_id: 'the ticket of the change; null: none',
      change: 'the change, without values',
      changed_at: 'when the change was made',
      status: 'waiting, delivered or given_up',
      is_replayed: 'whether a person asked for the message again',
      attempts: 'how often it was sent since it was queued or replayed',
      waiting_since:
        'the first of the attempts that count for the time limit; until then, when it was queued',
      next_attempt_at: 'when it is sent next at the earliest',
      claimed_until: 'until when the process that sends it holds it; null: none sends it',
      last_attempt_at: 'when it was last sent',
      last_status: 'the status of the last answer; null: there was none',
      last_error: 'the code of the last failure; null: it was accepted',
      last_reply: 'the beginning of the last answer',
    },
  },
};
