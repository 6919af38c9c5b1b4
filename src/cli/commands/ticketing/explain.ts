import type { Command } from 'commander';
import { z } from 'zod';
import {
  type ExplainedPlace,
  findConfigurationsOfRow,
  findPlaceInStore,
} from '../../../backend/ticketing-queries/explained-rows.ts';
import { explainRow, type RowExplanation } from '../../../configurations/explain-row.ts';
import { explanationParts } from '../../../configurations/explanation-parts.ts';
import { wooIdFilter } from '../../../contract/ticketing/lists.ts';
import { AppError, throwIfAborted } from '../../../kernel/errors.ts';
import { createStoreAccess } from '../../../stores/store-access.ts';
import type { StoredStores } from '../../../stores/stored-store.ts';
import type { Act } from '../../act.ts';
import { requireConfigurationId } from '../../options/named-object.ts';
import { fieldOption, invalidOptions, parseOptions } from '../../options/options.ts';
import { reportError } from '../../output/report-error.ts';
import { printJson, printLine } from '../../output/terminal.ts';
import type { Session } from '../../session.ts';
import { withStores } from '../../with-stores.ts';
import { explanationAsJson, explanationLines } from './explain-show.ts';

interface Given {
  readonly order?: string;
  readonly ticket?: string;
  readonly configuration?: string;
  readonly json?: boolean;
}

const WOO_ID = 'must be an id of WooCommerce';
const ROW = z.object({
  order: fieldOption(wooIdFilter, WOO_ID).nullable().default(null),
  ticket: fieldOption(wooIdFilter, WOO_ID).nullable().default(null),
});

/** `explain`: why an order or a ticket is as it is. */
export function addExplain(program: Command, act: Act): void {
  program
    .command('explain')
    .description(
      'Show why an order or a ticket is as it is: the rules, the money, what differs now, the history.',
    )
    .option('--order <id>', 'the id of the order in WooCommerce')
    .option('--ticket <id>', 'the id of the ticket’s post in WooCommerce')
    .option('--configuration <name>', 'the event; without it, every event of the backend that holds it')
    .option('--json', 'print everything as JSON; without --configuration, a list')
    .addHelpText(
      'after',
      `
It reads the order from the store, derives it by the current rules, and compares it with the backend. Nothing is
written. If the store cannot be asked, it shows the backend's side and the history. For an order that no sync has read
yet, name the event with --configuration. The exit code is 1 if the two sides differ, or if a row of the store cannot be
read.`,
    )
    .action(act<Given>(runExplain));
}

async function runExplain(session: Session, given: Given): Promise<number> {
  const { order, ticket } = parseOptions(ROW, { order: given.order, ticket: given.ticket });
  if ((order === null) === (ticket === null))
    throw invalidOptions('Name an order or a ticket: --order or --ticket.');
  return await withStores(session, async (stores) => {
    const places = await placesOf(stores, given.configuration, order, ticket);
    const shown: RowExplanation[] = [];
    for (const place of places) {
      throwIfAborted(session.stop);
      const explanation = await explainRow(
        { ...stores, stores: createStoreAccess(stores) },
        place,
        session.stop,
      );
      shown.push(explanation);
      const parts = explanationParts(explanation, 'en', (_code, english) => english);
      if (given.json === true) continue;
      for (const line of explanationLines(explanation, parts, session.settings.timezone))
        printLine(session.terminal.out, line);
    }
    if (given.json === true) {
      const documents = shown.map((one) =>
        explanationAsJson(
          one,
          explanationParts(one, 'en', (_code, english) => english),
        ),
      );
      printJson(session.terminal.out, given.configuration === undefined ? documents : documents[0]);
    }
    return exitCodeOf(session, shown, order ?? ticket ?? 0);
  });
}

async function placesOf(
  { db }: StoredStores,
  configuration: string | undefined,
  order: number | null,
  ticket: number | null,
): Promise<readonly ExplainedPlace[]> {
  const ids =
    configuration === undefined
      ? await findConfigurationsOfRow(db, order, ticket)
      : [await requireConfigurationId(db, configuration)];
  const places: ExplainedPlace[] = [];
  for (const id of ids) {
    const place = await findPlaceInStore(db, id, order, ticket);
    if (place !== null) places.push(place);
  }
  return places;
}

/** The first exit code that is not 0. */
function exitCodeOf(session: Session, shown: readonly RowExplanation[], wooId: number): number {
  const verbose = session.log.isLevelEnabled('debug');
  const failed = shown.find(({ error }) => error !== null)?.error ?? null;
  if (failed !== null) return reportError(session.terminal, failed, verbose);
  const isKnown = ({ place, read }: RowExplanation): boolean =>
    place.order !== null || place.ticket !== null || read?.found === 'read' || read?.found === 'rejected';
  if (!shown.some(isKnown))
    return reportError(session.terminal, unknownRow(wooId, shown.length > 0), verbose);
  return Number(
    shown.some(({ read }) => read !== null && (read.rejects.length > 0 || read.differences?.length !== 0)),
  );
}

function unknownRow(wooId: number, wasAsked: boolean): AppError {
  return new AppError({
    code: 'execution.orders-not-of-event',
    message: wasAsked
      ? `The store has nothing of this event under ${wooId}.`
      : `No event of the backend has ${wooId} of its store. For a row that no sync has read yet, name the event with --configuration.`,
    details: { orderIds: [wooId] },
  });
}
