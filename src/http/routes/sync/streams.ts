import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { type ExecutionRow, findExecutionRow } from '../../../backend/executions/execution-list.ts';
import { type LogLineRow, newestLogLines } from '../../../backend/executions/execution-log-list.ts';
import { noExecution } from '../../../backend/executions/execution-records.ts';
import { idParams } from '../../../contract/scalars.ts';
import { LANGUAGES } from '../../../vocabulary/people.ts';
import type { ApiDeps } from '../../api-deps.ts';
import { defineStream, type Endpoint } from '../../endpoints/endpoint.ts';
import { readerOf } from '../../errors/reader.ts';
import { createCatchUp } from '../../live/catch-up.ts';
import { createEventFrames } from '../../live/event-frames.ts';
import { type EventStream, frameOf, openEventStream } from '../../live/event-stream.ts';
import type { Live } from '../../live/live.ts';
import { EXECUTIONS } from '../../replies/execution-links.ts';

/** Rows may be committed a little after their time, so each query steps back by this span. */
const OVERLAP_MICROS = 5_000_000;
/** The number of log lines at the start of a stream. Older lines are in the log of the execution. */
const MOST_LINES = 500;
/** A stream remembers the last event of this many executions. If it forgets one, an event is only repeated. */
const MOST_REMEMBERED = 1_000;
const NO_PARAMS = z.strictObject({});
/** A browser's EventSource cannot send `Accept-Language`, so the language is a parameter. */
const QUERY = z.strictObject({ language: z.enum(LANGUAGES).optional() });

/** The streams of changes of executions, for clients that watch. */
export function streamEndpoints(deps: ApiDeps, live: Live): readonly Endpoint[] {
  const { db, now } = deps;
  const frames = createEventFrames();
  const catchUp = createCatchUp(db, now);
  return [
    defineStream({
      method: 'GET',
      path: `${EXECUTIONS}stream/`,
      name: 'executions.stream',
      summary:
        'Events `execution`: each execution that changes, as in the list; running ones first. Events `attention`: outages or open alerts changed.',
      access: 'viewer',
      params: NO_PARAMS,
      query: QUERY,
      async handle({ request, reply, actor, query }) {
        const reader = readerOf(request, actor, query.language);
        const after = microsOf(request.headers['last-event-id']);
        const since = after === null ? now() : new Date((after - OVERLAP_MICROS) / 1000);
        const sentAt = new Map<string, number>();
        const send = (row: ExecutionRow): void => {
          if ((sentAt.get(row.id) ?? 0) >= row.changed_at_micros) return;
          // An execution that ended before the client connected is not sent.
          if (isOver(row) && row.changed_at_micros < since.getTime() * 1000 - OVERLAP_MICROS) return;
          // Moved to the end, so that the first ones are those whose last event was sent the longest ago.
          sentAt.delete(row.id);
          sentAt.set(row.id, row.changed_at_micros);
          stream.send(frames.execution(row, reader, String(row.changed_at_micros)));
          const [oldest] = sentAt.keys();
          if (sentAt.size > MOST_REMEMBERED && oldest !== undefined) sentAt.delete(oldest);
        };
        const stop = live.watch({
          actor,
          executionId: null,
          onExecution: send,
          onLine: () => undefined,
          onAttention: (now) => stream.send(frames.attention(now)),
          onHeartbeat: () => stream.sendHeartbeat(),
          onEnd: () => stream.end(),
        });
        const stream = openEventStream(reply, stop);
        await endOnFailure(stream, request, async () => {
          for (const row of await catchUp(since)) send(row);
        });
      },
    }),
    defineStream({
      method: 'GET',
      path: `${EXECUTIONS}:id/stream/`,
      name: 'executions.follow',
      summary: 'Events `execution`, `log` and, at the end, `end`. Reconnecting after the end gives 204.',
      access: 'viewer',
      ends: true,
      params: idParams,
      query: QUERY,
      async handle({ params: { id }, request, reply, actor, query }) {
        const reader = readerOf(request, actor, query.language);
        const first = await findExecutionRow(db, id, now());
        if (first === null) throw noExecution();
        const last = placeOf(request.headers['last-event-id']);
        if (last !== null && isOver(first) && last.micros >= first.changed_at_micros) {
          // With this status, a browser's EventSource does not reconnect.
          return void reply.code(204).send();
        }
        let { micros, line } = { micros: 0, line: last?.line ?? 0 };
        let over = false;
        const sendLine = (row: LogLineRow): void => {
          if (row.id <= line) return;
          line = row.id;
          stream.send(frames.line(row, reader, `${micros}-${line}`));
        };
        const send = (row: ExecutionRow): void => {
          if (over || row.changed_at_micros <= micros) return;
          over = isOver(row);
          micros = row.changed_at_micros;
          stream.send(frames.execution(row, reader, `${micros}-${line}`));
          if (!over) return;
          stream.send(frameOf('end', `${micros}-${line}`, JSON.stringify({ status: row.status })));
          stream.end();
        };
        // Events that arrive during the catch-up wait for it.
        const early: (() => void)[] = [];
        let caughtUp = false;
        const inTurn = (act: () => void): void => {
          if (caughtUp) act();
          else early.push(act);
        };
        const stop = live.watch({
          actor,
          executionId: id,
          onExecution: (row) => inTurn(() => send(row)),
          onLine: (row) => inTurn(() => sendLine(row)),
          onAttention: () => undefined,
          onHeartbeat: () => stream.sendHeartbeat(),
          onEnd: () => stream.end(),
        });
        const stream = openEventStream(reply, stop);
        await endOnFailure(stream, request, async () => {
          // The state is read first, because then all log lines before it exist.
          const present = await findExecutionRow(db, id, now());
          for (const one of await newestLogLines(db, id, line, MOST_LINES)) sendLine(one);
          if (present !== null) send(present);
          caughtUp = true;
          for (const act of early) act();
        });
      },
    }),
  ];
}

/** The reply has begun and can no longer be a problem, so the stream ends and the client reconnects. */
async function endOnFailure(
  stream: EventStream,
  request: FastifyRequest,
  act: () => Promise<void>,
): Promise<void> {
  try {
    await act();
  } catch (error) {
    request.log.warn({ err: error }, 'a stream could not begin');
    stream.end();
  }
}

function isOver({ status }: ExecutionRow): boolean {
  return status !== 'pending' && status !== 'running';
}

/** A `Last-Event-ID` of this API; any other value counts as absent. */
function microsOf(header: string | string[] | undefined): number | null {
  return typeof header === 'string' && /^\d{1,16}$/.test(header) ? Number(header) : null;
}

function placeOf(header: string | string[] | undefined): { micros: number; line: number } | null {
  const match = typeof header === 'string' ? /^(\d{1,16})-(\d{1,15})$/.exec(header) : null;
  return match === null ? null : { micros: Number(match[1]), line: Number(match[2]) };
}
