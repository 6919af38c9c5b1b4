import { Socket } from 'node:net';
import { protocolOf } from '../../kernel/addresses/protocol-name.ts';

/** The first bytes from the server are not an answer of PostgreSQL. */
export class OtherProtocol extends Error {
  override readonly name = 'OtherProtocol';
  /** The protocol of the answer; null if it is not known either. */
  readonly protocol: string | null;

  constructor(greeting: Buffer) {
    super('the server does not speak the protocol of PostgreSQL');
    this.protocol = protocolOf(greeting);
  }
}

/**
 * The types of the messages with which a server answers a new connection: authentication, error, notice, and a
 * newer protocol version.
 */
const FIRST_MESSAGES = 'RENv';
const LONGEST_FIRST_MESSAGE = 30_000;

/**
 * A socket that ends with `OtherProtocol` if the server does not speak PostgreSQL's protocol. The driver would
 * wait for the end of a message that never comes and then report a lost connection, or throw outside of any
 * `try`. So this socket checks the first bytes before the driver gets them.
 */
export class PgSocket extends Socket {
  #hasAnswered = false;

  override push(chunk: unknown, encoding?: BufferEncoding): boolean {
    if (!this.#hasAnswered && chunk instanceof Buffer) {
      this.#hasAnswered = true;
      if (!beginsAnswer(chunk)) {
        this.destroy(new OtherProtocol(chunk));
        return false;
      }
    }
    return super.push(chunk, encoding);
  }
}

function beginsAnswer(greeting: Buffer): boolean {
  const first = String.fromCharCode(greeting[0] ?? 0);
  // The answer to a request for TLS is a single byte.
  if (greeting.length === 1) return `${FIRST_MESSAGES}S`.includes(first);
  if (!FIRST_MESSAGES.includes(first)) return false;
  if (protocolOf(greeting) === 'MySQL') return false;
  return greeting.length < 5 || greeting.readUInt32BE(1) < LONGEST_FIRST_MESSAGE;
}
