import type { FastifyReply, FastifyRequest } from 'fastify';
import type { z } from 'zod';
import {
  changeExportQuery,
  checkInExportQuery,
  orderExportQuery,
  payoutExportQuery,
  refundExportQuery,
  ticketExportQuery,
} from '../../../contract/ticketing/exports.ts';
import { changeExport } from '../../../exports/change-export.ts';
import { checkInExport } from '../../../exports/check-in-export.ts';
import type { Export, ReaderView } from '../../../exports/export.ts';
import { orderExport } from '../../../exports/order-export.ts';
import { payoutExport } from '../../../exports/payout-export.ts';
import { refundExport } from '../../../exports/refund-export.ts';
import { auditedFilter, type ExportRequest, runExport } from '../../../exports/run-export.ts';
import { ticketExport } from '../../../exports/ticket-export.ts';
import { toAppError } from '../../../kernel/errors.ts';
import type { ExportFormat, ExportList, ExportLocale } from '../../../vocabulary/exports.ts';
import type { ApiDeps } from '../../api-deps.ts';
import type { Actor } from '../../auth/actor.ts';
import { defineStream, type Endpoint } from '../../endpoints/endpoint.ts';
import { languageAsked } from '../../errors/language.ts';
import { createExportSeats } from '../../live/export-seats.ts';
import { sendFile } from '../../live/send-file.ts';
import { maskRow } from '../../replies/mask-row.ts';
import { maskedChange } from '../../replies/shown-change.ts';

const MEDIA_TYPES: Readonly<Record<ExportFormat, string>> = {
  csv: 'text/csv; charset=utf-8',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ndjson: 'application/x-ndjson',
};
const FILES = Object.values(MEDIA_TYPES).map((type) => type.split(';')[0] ?? type);

/** The parameters that every export has. */
interface FileQuery {
  readonly format?: ExportFormat | undefined;
  readonly locale?: ExportLocale | undefined;
  readonly bom?: boolean | undefined;
  readonly event?: readonly string[] | undefined;
}

/** Exports of lists as files. Each takes the filters of its list and shows what the list shows to this user. */
export function exportEndpoints(deps: ApiDeps): readonly Endpoint[] {
  const { db, log, now } = deps;
  const seats = createExportSeats();

  const answer = async (
    { request, reply, actor }: { request: FastifyRequest; reply: FastifyReply; actor: Actor },
    list: ExportList,
    query: FileQuery,
    read: Export,
  ): Promise<void> => {
    const isDoorList = list === 'tickets' && query.format === 'ndjson' && query.event?.length === 1;
    const release = seats.take(actor, isDoorList);
    const closed = new AbortController();
    let isSent = false;
    reply.raw.once('finish', () => {
      isSent = true;
    });
    reply.raw.once('close', () => {
      if (!isSent) closed.abort();
    });
    const format = query.format ?? 'csv';
    const asked: ExportRequest = {
      list,
      format,
      locale: query.locale ?? languageAsked(request),
      bom: query.bom ?? false,
      filter: auditedFilter({ ...query }),
      read,
    };
    const file = {
      name: `${list}-${now().toISOString().slice(0, 10)}.${format}`,
      mediaType: MEDIA_TYPES[format],
    };
    try {
      await runExport(
        { db, log },
        asked,
        askerOf(request, actor),
        async (pieces, _written, signal) => await sendFile(reply, file, pieces, signal),
        closed.signal,
      );
    } catch (error) {
      if (!reply.raw.headersSent) throw error;
      reply.raw.destroy();
      request.log.warn({ code: toAppError(error).code, list }, 'an export was cut off');
    } finally {
      release();
    }
  };

  const define = <Query extends z.ZodType>(
    list: ExportList,
    summary: string,
    query: Query,
    open: (query: z.output<Query>, view: ReaderView) => Export,
  ): Endpoint =>
    defineStream({
      method: 'GET',
      path: `/api/v1/${list}/export/`,
      name: `${list}.export`,
      summary,
      access: 'viewer',
      files: FILES,
      query,
      async handle(call) {
        await answer(call, list, call.query as FileQuery, open(call.query, viewOf(call.actor)));
      },
    });

  return [
    define(
      'tickets',
      'Tickets as a file, with the answers of their attendees, slots and seats; the filters of the list.',
      ticketExportQuery,
      ticketExport,
    ),
    define(
      'orders',
      'Orders with their lines as a file; the filters of the list. In a table, only the first line of an order has its amounts.',
      orderExportQuery,
      orderExport,
    ),
    define('refunds', 'Refunds as a file; the filters of the list.', refundExportQuery, refundExport),
    define(
      'check-ins',
      'Check-ins and undone check-ins at both gates as a file, the oldest first.',
      checkInExportQuery,
      checkInExport,
    ),
    define(
      'payouts',
      'What each event earned in each currency, what was paid to its organizer, and what is still owed, as a file.',
      payoutExportQuery,
      payoutExport,
    ),
    define(
      'changes',
      'The journal of syncs as a file, the oldest change first: of one execution, of events, or all of it.',
      changeExportQuery,
      changeExport,
    ),
  ];
}

function viewOf({ seesPersonalData }: Actor): ReaderView {
  return seesPersonalData
    ? { seesPersonalData, row: (_table, row) => row, change: (row) => row }
    : { seesPersonalData, row: maskRow, change: maskedChange };
}

function askerOf(request: FastifyRequest, actor: Actor) {
  return {
    userId: actor.userId,
    userEmail: actor.email,
    tokenId: actor.kind === 'token' ? actor.id : null,
    address: request.ip,
    requestId: request.id,
  };
}
