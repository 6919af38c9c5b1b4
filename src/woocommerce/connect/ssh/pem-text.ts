const BEGINNING = '-----BEGIN ';
const BLOCK = /-----BEGIN ([A-Z0-9 ]+)-----([\s\S]*?)-----END \1-----/g;
/** RFC 1421: the header of an encrypted PEM key. */
const HEADERS = /^\s*(Proc-Type: *[\w,]+)\s+(DEK-Info: *[\w-]+, *[0-9A-Fa-f]+)\s+/;
const LINE = /.{1,64}/g;

/**
 * Restores private keys or certificates to the form of their file from the ways in which people paste them:
 * with Windows line ends or a byte order mark, in quotes, with `\n` written out, on one line, indented, or the
 * whole file in base64. A text without any of these is returned unchanged.
 */
export function repairPem(pasted: string, what: 'PRIVATE KEY' | 'CERTIFICATE'): string {
  const text = decoded(unquoted(pasted.replace(/^\uFEFF/, '').trim()).replace(/\\r|\\n/g, '\n'));
  const blocks = [...text.matchAll(BLOCK)].filter(([, label = '']) => label.endsWith(what));
  if (blocks.length === 0) return text;
  return blocks.map(([, label = '', inside = '']) => asInFile(label, inside)).join('');
}

function asInFile(label: string, inside: string): string {
  const [before = '', ...headers] = HEADERS.exec(inside) ?? [];
  const content = inside.slice(before.length).replace(/\s+/g, '');
  const lines = [
    `${BEGINNING}${label}-----`,
    ...headers,
    ...(headers.length > 0 ? [''] : []),
    ...(content.match(LINE) ?? []),
    `-----END ${label}-----`,
    '',
  ];
  return lines.join('\n');
}

function unquoted(text: string): string {
  return /^(["'`])([\s\S]*)\1$/.exec(text)?.[2] ?? text;
}

function decoded(text: string): string {
  if (text.includes(BEGINNING) || !/^[A-Za-z0-9+/=\s]+$/.test(text)) return text;
  const inside = Buffer.from(text, 'base64').toString('latin1');
  return inside.includes(BEGINNING) ? inside : text;
}
