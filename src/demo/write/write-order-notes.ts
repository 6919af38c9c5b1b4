import type { DemoOrder } from '../model/model.ts';
import type { StoreWriter } from './store-writer.ts';

const ACTIONS_KEPT_SECONDS = 30 * 86_400;
/** The id of the group `wc-admin-data`. */
const ANALYTICS_GROUP = 3;

/** Writes an order's notes, and returns their ids, which a trashed post stores. */
export function writeNotes(writer: StoreWriter, order: DemoOrder): number[] {
  const { clock, settings } = writer;
  const inTrash = order.status === 'trash' && settings.layout === 'posts';
  return order.notes.map((note) => {
    const id = writer.next('comments');
    writer.emit('comments', [
      id,
      order.id,
      'WooCommerce',
      `woocommerce@${new URL(settings.siteUrl).hostname}`,
      '',
      '',
      clock.local(note.atUtc),
      clock.utc(note.atUtc),
      note.text,
      0,
      inTrash ? 'post-trashed' : '1',
      'WooCommerce',
      'order_note',
      0,
      0,
    ]);
    return id;
  });
}

/**
 * Writes the job that feeds analytics. Finished jobs are kept for a month, and a pending one belongs to a new
 * order.
 */
export function writeAnalyticsAction(writer: StoreWriter, order: DemoOrder): void {
  const { clock, settings } = writer;
  const scheduledUtc = order.updatedAtUtc + 5;
  if (!order.awaitsAnalytics && scheduledUtc < settings.nowUtc - ACTIONS_KEPT_SECONDS) return;
  const ranUtc = order.awaitsAnalytics ? null : scheduledUtc + 4;
  writer.emit('actionscheduler_actions', [
    writer.next('actionscheduler_actions'),
    'wc-admin_import_orders',
    ranUtc === null ? 'pending' : 'complete',
    clock.utc(scheduledUtc),
    clock.local(scheduledUtc),
    10,
    `[${order.id}]`,
    `O:30:"ActionScheduler_SimpleSchedule":2:{s:22:"\0*\0scheduled_timestamp";i:${scheduledUtc};s:41:"\0ActionScheduler_SimpleSchedule\0timestamp";i:${scheduledUtc};}`,
    ANALYTICS_GROUP,
    ranUtc === null ? 0 : 1,
    ranUtc === null ? NEVER : clock.utc(ranUtc),
    ranUtc === null ? NEVER : clock.local(ranUtc),
    ranUtc === null ? 0 : Math.floor(ranUtc / 60),
    null,
  ]);
}

const NEVER = '0000-00-00 00:00:00';
