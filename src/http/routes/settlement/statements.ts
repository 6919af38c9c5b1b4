import { Readable } from 'node:stream';
import { writeAudit } from '../../../backend/audit/audit-records.ts';
import { closeStatement } from '../../../backend/settlement/close-statement.ts';
import { listDraftLines, readDraft } from '../../../backend/settlement/statement-draft.ts';
import {
  countLines,
  countStatements,
  listLines,
  listStatements,
  requireStatement,
} from '../../../backend/settlement/statement-list.ts';
import { idParams } from '../../../contract/scalars.ts';
import {
  closeStatementInput,
  openLineQuery,
  openStatementsQuery,
  openStatementsShape,
  statementExportQuery,
  statementLinePageShape,
  statementLineQuery,
  statementPageShape,
  statementQuery,
  statementShape,
} from '../../../contract/ticketing/statements.ts';
import { readOpenStatements, requireOpenPeriod } from '../../../statements/open-statements.ts';
import { pdfOf } from '../../../statements/pdf-of.ts';
import { shownLine, shownStatement } from '../../../statements/shown-statement.ts';
import { statementCsv, statementFileName } from '../../../statements/statement-csv.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { entryOf } from '../../audit/audit.ts';
import { defineEndpoint, defineFile, type Endpoint } from '../../endpoints/endpoint.ts';
import { readerOf } from '../../errors/reader.ts';
import { answerPage, partOf } from '../../replies/paging.ts';

const STATEMENTS = '/api/v1/sync-woocommerce/statements/';

/** The operations on settlement statements. */
export function statementEndpoints({ db, publicUrl, now }: ApiDeps): readonly Endpoint[] {
  return [
    defineEndpoint({
      method: 'GET',
      path: STATEMENTS,
      name: 'statements.list',
      summary: 'Closed settlement statements, the last closed first.',
      access: 'viewer',
      query: statementQuery,
      reply: statementPageShape,
      async handle({ query, request }) {
        const { event = null, organizer = null, currency = null } = query;
        const filter = { event, organizer, currency };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countStatements(db, filter),
          rows: async (limit, offset) =>
            (await listStatements(db, filter, limit, offset)).map(shownStatement),
        });
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${STATEMENTS}open/`,
      name: 'statements.open',
      summary: 'What the next statements of an event would say, one for each currency.',
      access: 'viewer',
      looksUp: true,
      query: openStatementsQuery,
      reply: openStatementsShape,
      async handle({ query: { event, currency = null, last_day: lastDay = null } }) {
        return { results: await readOpenStatements(db, { event, currency, lastDay, now: now() }) };
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${STATEMENTS}open/lines/`,
      name: 'statements.open-lines',
      summary: 'The lines that the next statement of an event and currency would have.',
      access: 'viewer',
      query: openLineQuery,
      reply: statementLinePageShape,
      async handle({ query, request }) {
        const { event, currency, last_day: lastDay = null } = query;
        const period = await requireOpenPeriod(db, { event, currency, lastDay });
        let read: Awaited<ReturnType<typeof listDraftLines>> | null = null;
        return await answerPage(request, publicUrl, query, {
          count: async () => {
            // One statement for the lines and their count: each one compares all orders of the event.
            const part = partOf(query);
            if (part.by === 'page' && part.page === 'last') return (await readDraft(db, period)).line_count;
            const offset = part.by === 'offset' ? part.offset : (Number(part.page) - 1) * part.size;
            read = await listDraftLines(db, period, offset, part.size);
            return read.count ?? (await readDraft(db, period)).line_count;
          },
          rows: async (limit, offset) => {
            const { lines } = read ?? (await listDraftLines(db, period, offset, limit));
            return lines.map((line) => shownLine(line, currency));
          },
        });
      },
    }),
    defineEndpoint({
      method: 'POST',
      path: `${STATEMENTS}close/`,
      name: 'statements.close',
      summary: 'Close a period: exactly the statement that was shown is kept and never changes.',
      access: 'operator',
      status: 201,
      conflicts: true,
      looksUp: true,
      body: closeStatementInput,
      reply: statementShape,
      async handle({ body, actor }) {
        const { event, currency, last_day: lastDay, content_hash: hash } = body;
        const confirmsUnproven = body.confirm_unproven === true;
        const closing = { event, currency, lastDay, hash, confirmsUnproven, by: actor.userId, now: now() };
        return shownStatement(await requireStatement(db, await closeStatement(db, closing)));
      },
    }),
    defineEndpoint({
      method: 'GET',
      path: `${STATEMENTS}:id/`,
      name: 'statements.get',
      summary: 'One closed statement.',
      access: 'viewer',
      params: idParams,
      reply: statementShape,
      handle: async ({ params }) => shownStatement(await requireStatement(db, params.id)),
    }),
    defineEndpoint({
      method: 'GET',
      path: `${STATEMENTS}:id/lines/`,
      name: 'statements.lines',
      summary: 'The lines of a closed statement; search takes the number of an order.',
      access: 'viewer',
      params: idParams,
      query: statementLineQuery,
      reply: statementLinePageShape,
      async handle({ params: { id }, query, request }) {
        const { currency } = await requireStatement(db, id);
        const filter = { kind: query.kind ?? null, search: query.search ?? null };
        return await answerPage(request, publicUrl, query, {
          count: async () => await countLines(db, id, filter),
          rows: async (limit, offset) =>
            (await listLines(db, id, filter, limit, offset)).map((line) => shownLine(line, currency)),
        });
      },
    }),
    defineFile({
      method: 'GET',
      path: `${STATEMENTS}:id/export/`,
      name: 'statements.export',
      summary: 'A closed statement as a file: its lines as CSV, or a page as PDF.',
      access: 'viewer',
      files: ['text/csv', 'application/pdf'],
      params: idParams,
      query: statementExportQuery,
      async handle({ params: { id }, query, request, actor }) {
        const statement = await requireStatement(db, id);
        const { language } = readerOf(request, actor, query.language);
        const format = query.format ?? 'csv';
        if (request.method !== 'HEAD') {
          const sent = { list: 'statement', format, filter: { statement: id }, rows: statement.line_count };
          await writeAudit(db, {
            ...entryOf(request, 'exports.create', null),
            sent: { ...sent, complete: true },
          });
        }
        if (format === 'pdf') {
          const content = await pdfOf(db, statement, language);
          return { name: statementFileName(statement, 'pdf'), type: 'application/pdf', content };
        }
        return {
          name: statementFileName(statement, 'csv'),
          type: 'text/csv; charset=utf-8',
          content: Readable.from(statementCsv(db, statement, language, true)),
        };
      },
    }),
  ];
}
