import type { Operation } from '../openapi-document.ts';
import type { PreparedCall } from './prepare-call.ts';

export interface Answer {
  readonly status: number;
  /** Headers and body: everything that the caller receives. */
  readonly shown: string;
  readonly code: string | null;
}

/** The forms of every address, each of which must require the same right. */
export const FORMS: readonly ((path: string) => string)[] = [
  (path) => path,
  (path) => path.replace(/\/$/, ''),
  (path) => path.replaceAll(/(?<=[a-z])-(?=[a-z])/g, '_'),
  (path) => path.replace('sync', '%73ync').replace('auth', '%61uth'),
];

export async function call(
  address: string,
  operation: Operation,
  { path, body }: PreparedCall,
  headers: Readonly<Record<string, string>>,
  method = operation.method,
): Promise<Answer> {
  const init: RequestInit = {
    method,
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const leaving = new AbortController();
  const reply = await fetch(`${address}${path}`, { ...init, signal: leaving.signal });
  const headerLines = [...reply.headers].filter(([name]) => name !== 'set-cookie').join('\n');
  const isStream = reply.headers.get('content-type')?.startsWith('text/event-stream') === true;
  const text = isStream ? await firstEvents(reply) : await reply.text();
  leaving.abort();
  return { status: reply.status, shown: `${headerLines}\n\n${text}`, code: codeOf(text) };
}

/** For a stream: everything until it has reported an execution. */
async function firstEvents(reply: Response): Promise<string> {
  let text = '';
  if (reply.body === null) return text;
  for await (const part of reply.body.pipeThrough(new TextDecoderStream())) {
    text += part;
    if (/event: execution\n.*\n(?:.*\n)?\n/.test(text)) break;
  }
  return text;
}

function codeOf(text: string): string | null {
  return /"code":"([a-z.-]+)"/.exec(text)?.[1] ?? null;
}
