import { z } from 'zod';
import {
  type ExecutionRow,
  findExecutionRow,
  findExecutionRows,
  listChanged,
} from '../../backend/lists/execution-list.ts';
import { noExecution } from '../../backend/records/execution-records.ts';
import { type LogLineRow, logLinesAfter } from '../../backend/records/execution-trace-records.ts';
import { executionShape, logLineShape } from '../../contract/execution.ts';
import { idParams } from '../../contract/scalars.ts';
import type { ApiDeps } from '../api-deps.ts';
import { defineStream, type Endpoint } from '../endpoint.ts';
import { EXECUTIONS } from '../execution-links.ts';
import { type Language, languageAsked } from '../language.ts';
import { type EventStream, openEventStream } from '../live/event-stream.ts';
import type { Live } from '../live/live.ts';
import { toExecution } from './executions.ts';

/** Rows may be committed a little after the time that they carry: step back over it. */
const OVERLAP_MICROS = 5_000_000;
const NO_QUERY = z.strictObject({});

/** Executions as they change, for those who look on. */
export function streamEndpoints(deps: ApiDeps, live: Live): readonly Endpoint[] {
  const { db, now } = deps;
  return [
    defineStream({
      method: 'GET',
      path: `${EXECUTIONS}stream/`,
      name: 'executions.stream',
      summary: 'Events `execution`: each execution that changes, as in the list; first those under way.',
      access: 'viewer',
      params: NO_QUERY,
      query: NO_QUERY,
      async handle({ request, reply, actor }) {
        const language = languageAsked(request);
        const after = microsOf(request.headers['last-event-id']);
        const since = after === null ? now() : new Date((after - OVERLAP_MICROS) / 1000);
        const told = new Map<string, number>();
        const tell = (row: ExecutionRow): void => {
          if ((told.get(row.id) ?? 0) >= row.changed_at_micros) return;
          // Over before anybody asked.
          if (isOver(row) && row.changed_at_micros < since.getTime() * 1000 - OVERLAP_MICROS) return;
          told.set(row.id, row.changed_at_micros);
          sendExecution(stream, row, String(row.changed_at_micros), language);
          if (isOver(row)) told.delete(row.id);
        };
        const stop = live.watch({
          actor,
          executionId: null,
          onExecution: tell,
          onLine: () => undefined,
          onBeat: () => stream.beat(),
          onEnd: () => stream.end(),
        });
        const stream = openEventStream(reply, stop);
        // Those under way; for who comes back, those too that ended meanwhile.
        const ids = (await listChanged(db, since)).map((one) => one.id);
        const rows = [...(await findExecutionRows(db, ids, now()))];
        rows.sort((a, b) => a.changed_at_micros - b.changed_at_micros).forEach(tell);
      },
    }),
    defineStream({
      method: 'GET',
      path: `${EXECUTIONS}:id/stream/`,
      name: 'executions.follow',
      summary: 'Events `execution`, `log` and, when it is over, `end`. Coming back after the end gives 204.',
      access: 'viewer',
      ends: true,
      params: idParams,
      query: NO_QUERY,
      async handle({ params: { id }, request, reply, actor }) {
        const language = languageAsked(request);
        const first = await findExecutionRow(db, id, now());
        if (first === null) throw noExecution();
        const last = placeOf(request.headers['last-event-id']);
        if (last !== null && isOver(first) && last.micros >= first.changed_at_micros) {
          // What a browser's EventSource takes as: do not come back.
          return void reply.code(204).send();
        }
        let { micros, line } = { micros: 0, line: last?.line ?? 0 };
        let over = false;
        const tellLine = (row: LogLineRow): void => {
          if (row.id <= line) return;
          line = row.id;
          stream.send({ event: 'log', id: `${micros}-${line}`, data: logLineShape.parse(row) });
        };
        const tell = async (row: ExecutionRow): Promise<void> => {
          if (over || row.changed_at_micros <= micros) return;
          over = isOver(row);
          // The last lines before the end.
          if (over) for (const one of await logLinesAfter(db, new Map([[id, line]]))) tellLine(one);
          micros = row.changed_at_micros;
          sendExecution(stream, row, `${micros}-${line}`, language);
          if (!over) return;
          stream.send({ event: 'end', id: `${micros}-${line}`, data: { status: row.status } });
          stream.end();
        };
        const stop = live.watch({
          actor,
          executionId: id,
          onExecution: (row) => {
            tell(row).catch(() => stream.end());
          },
          onLine: tellLine,
          onBeat: () => stream.beat(),
          onEnd: () => stream.end(),
        });
        const stream = openEventStream(reply, stop);
        for (const one of await logLinesAfter(db, new Map([[id, line]]))) tellLine(one);
        const present = await findExecutionRow(db, id, now());
        if (present !== null) await tell(present);
      },
    }),
  ];
}

function sendExecution(stream: EventStream, row: ExecutionRow, id: string, language: Language): void {
  stream.send({ event: 'execution', id, data: executionShape.parse(toExecution(row, language)) });
}

function isOver({ status }: ExecutionRow): boolean {
  return status !== 'pending' && status !== 'running';
}

/** A `Last-Event-ID` of ours; what is none is as if it were absent. */
function microsOf(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,16}$/.test(header) ? Number(header) : null;
}

function placeOf(header: string | string[] | undefined): { micros: number; line: number } | null {
  const match = typeof header === 'string' ? /^(\d{1,16})-(\d{1,15})$/.exec(header) : null;
  return match === null ? null : { micros: Number(match[1]), line: Number(match[2]) };
}
