import { expect, test } from 'vitest';
import { protocolOf } from './protocol-name.ts';

test.each([
  ['SSH-2.0-OpenSSH_9.2\r\n', 'SSH'],
  ['HTTP/1.1 400 Bad Request\r\n', 'HTTP'],
  ['220 mail.example.com ESMTP\r\n', 'SMTP/FTP'],
  ['-ERR unknown command\r\n', 'Redis'],
  ['-NOAUTH Authentication required.\r\n', 'Redis'],
  ['E\0\0\0\x80SFATAL\0VFATAL\0C0A000\0', 'PostgreSQL'],
  ['\x15\x03\x01\0\x02', 'TLS'],
  ['\x4a\0\0\0\x0a8.0.36\0', 'MySQL'],
  // An error in place of the greeting: too many connections.
  ['\x17\0\0\0\xff\x10\x04Too many connections', 'MySQL'],
  // A greeting longer than 255 bytes.
  ['\x02\x01\0\0\x0a11.4.2-MariaDB', 'MySQL'],
  ['hello', null],
  ['', null],
])('%j is %s', (greeting, protocol) => {
  expect(protocolOf(Buffer.from(greeting, 'latin1'))).toBe(protocol);
});
