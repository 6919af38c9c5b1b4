import { isIPv6 } from 'node:net';

const GROUPS = 8;
const GROUPS_OF_A_SITE = 4;

/**
 * The network that counts as one address: an IPv4 address, or the /64 of an IPv6 address, which belongs to one
 * customer. An IPv4 address in IPv6 form counts as IPv4.
 */
export function networkOf(address: string): string {
  const [plain = ''] = address.split('%');
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(plain)?.[1];
  if (mapped !== undefined) return mapped;
  if (!isIPv6(plain)) return plain;
  const site = groupsOf(plain).slice(0, GROUPS_OF_A_SITE);
  return `${site.map((group) => group.toString(16)).join(':')}::/64`;
}

function groupsOf(address: string): readonly number[] {
  const [head = '', tail] = address.split('::');
  const parse = (part: string): number[] =>
    part === ''
      ? []
      : part.split(':').flatMap((group) => (group.includes('.') ? [0, 0] : [parseInt(group, 16)]));
  const before = parse(head);
  if (tail === undefined) return before;
  const after = parse(tail);
  return [...before, ...Array<number>(GROUPS - before.length - after.length).fill(0), ...after];
}
