import { randomUUID } from 'node:crypto';
import { STATUS_CODES } from 'node:http';
import type { Socket } from 'node:net';
import type { ErrorCode } from '../../kernel/error-catalogue.ts';
import { AppError } from '../../kernel/errors.ts';
import { problemOf, statusOf } from '../errors/problem.ts';

/**
 * Answers input that is not a complete HTTP request. There is no route, hook or language yet, so the reply is
 * written directly to the connection, which then closes.
 */
export function answerClientError(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  if (socket.writable) {
    const refusal = refusalOf(error.code);
    const status = statusOf(refusal);
    const body = JSON.stringify(problemOf(refusal, { status, language: 'en', requestId: randomUUID() }));
    const head = [
      `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? 'Error'}`,
      'Content-Type: application/problem+json; charset=utf-8',
      `Content-Length: ${Buffer.byteLength(body)}`,
      'Cache-Control: no-store',
      'Connection: close',
    ];
    socket.write(`${head.join('\r\n')}\r\n\r\n${body}`);
  }
  socket.destroy(error);
}

function refusalOf(code: string | undefined): AppError {
  if (code === 'HPE_HEADER_OVERFLOW') {
    return refused('http.headers-too-large', 'The headers of the request are too large.');
  }
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') {
    return refused('http.request-timeout', 'The request did not arrive in time.');
  }
  return refused('http.refused', 'The request is malformed.');
}

function refused(code: ErrorCode, message: string): AppError {
  return new AppError({ code, message });
}
