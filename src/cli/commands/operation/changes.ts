import { setTimeout as wait } from 'node:timers/promises';
import type { Command } from 'commander';
import { z } from 'zod';
import { type FeedChange, type FeedPage, readFeed } from '../../../backend/feed/read-changes.ts';
import { changesQuery } from '../../../contract/changes.ts';
import type { Act } from '../../act.ts';
import { fieldOption, parseOptions } from '../../options/options.ts';
import { showTime } from '../../output/show-time.ts';
import { printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withBackend } from '../../with-backend.ts';

interface Given {
  readonly after?: string;
  readonly limit?: string;
  readonly kind?: string;
  readonly organizer?: string;
  readonly event?: string;
  readonly follow?: boolean;
  readonly json?: boolean;
}

const LOOK_AGAIN_MS = 1_000;
const { after, limit, kind, organizer, event } = changesQuery.shape;
const OPTIONS = z.object({
  after: fieldOption(after.unwrap(), 'must be a cursor, or latest').optional(),
  limit: fieldOption(limit, 'must be a whole number').optional(),
  kind: fieldOption(kind.unwrap(), 'must be kinds like order.created or order.*, with commas').optional(),
  organizer: fieldOption(organizer.unwrap(), 'must be ids, with commas').optional(),
  event: fieldOption(event.unwrap(), 'must be ids, with commas').optional(),
});

export function addChanges(program: Command, act: Act): void {
  program
    .command('changes')
    .description('What changed after a cursor: orders, tickets, check-ins, events, executions and alerts.')
    .option(
      '--after <cursor>',
      'a cursor of a change, or latest; by default from the oldest one that is kept',
    )
    .option('--limit <number>', 'maximum number of changes, 1 to 1000; by default 100')
    .option('--kind <kinds>', 'kinds such as order.created or order.*, with commas')
    .option('--organizer <ids>', 'ids of organizers, with commas')
    .option('--event <ids>', 'ids of events, with commas')
    .option('--follow', 'keep printing changes until it is stopped')
    .option('--json', 'print each change as a line of JSON')
    .action(act<Given>(runChanges));
}

async function runChanges(session: Session, given: Given): Promise<number> {
  const asked = parseOptions(OPTIONS, given);
  const filter = {
    kinds: asked.kind ?? null,
    organizers: asked.organizer ?? null,
    events: asked.event ?? null,
  };
  const { terminal, settings, stop } = session;
  return await withBackend(session, async ({ db }) => {
    let cursor = asked.after ?? null;
    for (;;) {
      const page: FeedPage = await readFeed(db, cursor, asked.limit ?? 100, filter);
      for (const change of page.changes) {
        printLine(
          terminal.out,
          given.json === true ? JSON.stringify(change) : lineOf(change, settings.timezone),
        );
      }
      if (given.follow !== true) return 0;
      cursor = page.cursor;
      if (!page.more) await wait(LOOK_AGAIN_MS, undefined, { signal: stop });
    }
  });
}

function lineOf({ cursor, kind, subject_id, fields, changed_at }: FeedChange, timezone: string): string {
  const what = fields.length === 0 ? '' : `  ${fields.join(', ')}`;
  return `${cursor}  ${showTime(changed_at, timezone)}  ${kind.padEnd(19)}  ${subject_id}${what}`;
}
