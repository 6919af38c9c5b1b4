import { problemShape } from '../../../src/contract/problem.ts';
import type { ApiDocument, Operation } from '../openapi-document.ts';
import type { ReceivedReply } from './send-request.ts';

const LARGEST_ERROR_BYTES = 64 * 1024;
const LONGEST_MS = 5_000;

/** The fault of a reply, whatever the request was; null if there is none. */
export function faultOfReply(
  document: ApiDocument,
  operation: Operation,
  reply: ReceivedReply,
): string | null {
  const { status, contentType, body, elapsedMs } = reply;
  if (status >= 500) return `${status}: ${body.slice(0, 300)}`;
  if (elapsedMs > LONGEST_MS) return `${status} after ${Math.round(elapsedMs)} ms`;
  const bytes = Buffer.byteLength(body);
  if (status >= 400 && bytes > LARGEST_ERROR_BYTES) return `${status} with ${bytes} bytes`;
  if (contentType.startsWith('text/event-stream')) {
    return operation.responses['200']?.content?.['text/event-stream'] === undefined ? 'no stream' : null;
  }
  if (status >= 400) {
    const problem = problemShape.safeParse(jsonOf(body));
    if (!problem.success) return `${status} without a problem: ${body.slice(0, 300)}`;
  }
  return document.faultOf(operation, status, contentType, body);
}

function jsonOf(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return null;
  }
}
