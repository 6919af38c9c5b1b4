import { lookup } from 'node:dns';
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import { isRefusedAddress } from '../../kernel/addresses/refused-address.ts';
import { AppError, toAppError } from '../../kernel/errors.ts';
import { oneLine } from '../../kernel/log/plain-text.ts';

const TIMEOUT_MS = 10_000;
/** More of an answer is not read. */
const MOST_REPLY_BYTES = 2_048;
const LONGEST_REPLY = 500;

/** The answer of a receiver. */
export interface Answer {
  readonly status: number;
  /** The beginning of the body, on one line. */
  readonly reply: string;
  /** The header `Retry-After` in seconds; null if there is none. */
  readonly retryAfterS: number | null;
}

/**
 * Sends one POST and follows no redirect. The address is checked when it is known, and the connection goes to the checked
 * one, so that a name cannot lead elsewhere between the two.
 *
 * @throws unavailable `outbound.away`; config `outbound.address-refused`
 */
export async function postEvent(
  url: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<Answer> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(TIMEOUT_MS)]);
  try {
    return await post(new URL(url), headers, body, limit);
  } catch (thrown) {
    signal.throwIfAborted();
    if (thrown instanceof AppError) throw thrown;
    const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
    const reason = limit.aborted
      ? `no answer within ${TIMEOUT_MS / 1000} s`
      : code || toAppError(thrown).message;
    throw new AppError({
      code: 'outbound.away',
      message: `The receiver cannot be reached: ${reason}.`,
      details: { reply: reason },
      cause: thrown,
    });
  }
}

async function post(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<Answer> {
  const host = url.hostname.replace(/^\[|\]$/g, '');
  // A literal address is not looked up.
  if (isIP(host) !== 0 && isRefusedAddress(host)) throw refused(host, host);
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return await new Promise<Answer>((resolve, reject) => {
    const request = send(
      url,
      {
        method: 'POST',
        signal,
        lookup: checkedLookup,
        // A connection of its own: nothing that a receiver left open is used again.
        agent: false,
        headers: { ...headers, 'content-length': String(Buffer.byteLength(body)) },
      },
      (response) => {
        const parts: Buffer[] = [];
        let bytes = 0;
        const end = (): void => {
          const text = Buffer.concat(parts).subarray(0, MOST_REPLY_BYTES).toString('utf8');
          const retry = Number(response.headers['retry-after']);
          resolve({
            status: response.statusCode ?? 0,
            reply: oneLine(text).slice(0, LONGEST_REPLY).toWellFormed(),
            retryAfterS: Number.isFinite(retry) && retry > 0 ? retry : null,
          });
          response.destroy();
        };
        response.on('data', (part: Buffer) => {
          parts.push(part);
          bytes += part.length;
          if (bytes >= MOST_REPLY_BYTES) end();
        });
        response.on('end', end);
        response.on('error', reject);
      },
    );
    request.on('error', reject);
    request.end(body);
  });
}

const checkedLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error !== null) return callback(error, '', 0);
    const forbidden = addresses.find(({ address }) => isRefusedAddress(address));
    if (forbidden !== undefined) return callback(refused(hostname, forbidden.address), '', 0);
    if (options.all === true) return callback(null, addresses);
    const [first] = addresses;
    return first === undefined
      ? callback(Object.assign(new Error('no address'), { code: 'ENOTFOUND' }), '', 0)
      : callback(null, first.address, first.family);
  });
};

function refused(host: string, address: string): AppError {
  return new AppError({
    code: 'outbound.address-refused',
    message: `Taquilla sends nothing to ${host}, because its address ${address} is link-local or belongs to a cloud service.`,
    details: { reply: address },
  });
}
