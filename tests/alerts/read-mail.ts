/** A mail as a mail program reads it: its headers and its two forms. */
export interface ReadMail {
  readonly headers: ReadonlyMap<string, string>;
  readonly text: string;
  readonly html: string;
}

export function readMail(raw: string): ReadMail {
  const [head, body] = split(raw);
  const headers = readHeaders(head);
  const boundary = /boundary="?([^";]+)"?/.exec(headers.get('content-type') ?? '')?.[1] ?? '';
  const parts = body.split(`--${boundary}`).slice(1, -1).map(readPart);
  const of = (type: string) => parts.find((part) => part.type.startsWith(type))?.content ?? '';
  return { headers, text: of('text/plain'), html: of('text/html') };
}

function readPart(raw: string): { readonly type: string; readonly content: string } {
  const [head, body] = split(raw.replace(/^\r?\n/, ''));
  const headers = readHeaders(head);
  const encoding = headers.get('content-transfer-encoding') ?? '';
  return {
    type: headers.get('content-type') ?? '',
    content: decode(body, encoding).replaceAll('\r\n', '\n'),
  };
}

function decode(body: string, encoding: string): string {
  if (encoding === 'base64') return Buffer.from(body, 'base64').toString('utf8');
  if (encoding !== 'quoted-printable') return body;
  return fromQuoted(body.replace(/=\r?\n/g, ''));
}

function fromQuoted(text: string): string {
  const bytes = text.replace(/=([0-9A-F]{2})/g, (_all, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
  return Buffer.from(bytes, 'latin1').toString('utf8');
}

function readHeaders(head: string): ReadonlyMap<string, string> {
  const lines = head.replace(/\r?\n[ \t]+/g, ' ').split(/\r?\n/);
  return new Map(
    lines.flatMap((line) => {
      const at = line.indexOf(':');
      return at < 0 ? [] : [[line.slice(0, at).toLowerCase(), fromWords(line.slice(at + 1).trim())] as const];
    }),
  );
}

/** Header texts beyond ASCII come as encoded words. */
function fromWords(text: string): string {
  return text
    .replace(/\?=\s+=\?/g, '?==?')
    .replace(/=\?utf-8\?([bq])\?([^?]*)\?=/gi, (_all, how: string, word: string) =>
      how.toLowerCase() === 'b'
        ? Buffer.from(word, 'base64').toString('utf8')
        : fromQuoted(word.replaceAll('_', ' ')),
    );
}

function split(raw: string): [string, string] {
  const at = /\r?\n\r?\n/.exec(raw);
  return at === null ? [raw, ''] : [raw.slice(0, at.index), raw.slice(at.index + at[0].length)];
}
