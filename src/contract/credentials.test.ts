import { describe, expect, it } from 'vitest';
import { connectionTestInput } from './credentials.ts';

const rulesOf = (host: string): unknown[] => {
  const parsed = connectionTestInput.safeParse({ ssh_host: host, jump_host: host });
  return (
    parsed.error?.issues.map((issue) => (issue.code === 'custom' ? issue.params?.['rule'] : issue.code)) ?? []
  );
};

describe('an SSH host', () => {
  it.each(['ssh.example.com', 'ssh_7.example', '10.0.0.7', '::1', '2001:db8::7'])('may be %s', (host) => {
    expect(rulesOf(host)).toEqual([]);
  });

  it.each(['10.0.0.7:22', 'cafe:22', '[::1]', 'shop@ssh.example.com', 'ssh://ssh.example.com'])(
    'is given without user and port, not as %s',
    (host) => {
      expect(rulesOf(host)).toEqual(['host_alone', 'host_alone']);
    },
  );
});
