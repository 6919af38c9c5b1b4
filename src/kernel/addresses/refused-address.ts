import { BlockList, isIP } from 'node:net';

const REFUSED = new BlockList();
// Link-local addresses, at which cloud providers serve a machine's own credentials.
REFUSED.addSubnet('169.254.0.0', 16, 'ipv4');
REFUSED.addSubnet('fe80::', 10, 'ipv6');
REFUSED.addAddress('fd00:ec2::254', 'ipv6');
REFUSED.addAddress('fd20:ce::254', 'ipv6');
for (const address of ['100.100.100.200', '168.63.129.16', '192.0.0.192'])
  REFUSED.addAddress(address, 'ipv4');
// "This network", multicast and broadcast addresses, which are not hosts.
REFUSED.addSubnet('0.0.0.0', 8, 'ipv4');
REFUSED.addAddress('::', 'ipv6');
REFUSED.addSubnet('224.0.0.0', 4, 'ipv4');
REFUSED.addSubnet('ff00::', 8, 'ipv6');
REFUSED.addAddress('255.255.255.255', 'ipv4');

/** An IPv4 address written as IPv6 is checked as IPv4. */
export function isAddressIn(list: BlockList, address: string): boolean {
  const plain = address.replace(/%.*$/, '');
  const mapped = /^::ffff:(?:(\d+\.\d+\.\d+\.\d+)|([\da-f]{1,4}):([\da-f]{1,4}))$/i.exec(plain);
  if (mapped !== null) {
    const [, dotted, high = '0', low = '0'] = mapped;
    const bits = Number.parseInt(high, 16) * 65_536 + Number.parseInt(low, 16);
    const octets = [bits >>> 24, (bits >>> 16) & 255, (bits >>> 8) & 255, bits & 255];
    return list.check(dotted ?? octets.join('.'), 'ipv4');
  }
  const family = isIP(plain);
  return family !== 0 && list.check(plain, family === 6 ? 'ipv6' : 'ipv4');
}

/** The IPv4 addresses to which a gateway or the system may send what is sent to this IPv6 address. */
function addressesWithin(address: string): readonly string[] {
  const plain = address.replace(/%.*$/, '');
  if (isIP(plain) !== 6) return [];
  const [head = '', tail = ''] = new URL(`http://[${plain}]`).hostname.slice(1, -1).split('::');
  const [before, after] = [head, tail].map((part) => (part === '' ? [] : part.split(':')));
  const zeros = Array.from({ length: 8 - (before?.length ?? 0) - (after?.length ?? 0) }, () => '0');
  const groups = [...(before ?? []), ...zeros, ...(after ?? [])].map((group) => Number.parseInt(group, 16));
  const dotted = (at: number): string =>
    [groups[at] ?? 0, groups[at + 1] ?? 0].flatMap((group) => [group >> 8, group & 255]).join('.');
  const prefix = groups.slice(0, 6).join(' ');
  // IPv4-compatible, mapped, translated, and NAT64. The first of them also has ::1 and ::, which are no IPv4 addresses.
  const ends =
    (prefix === '0 0 0 0 0 0' && groups[6] !== 0) ||
    ['0 0 0 0 0 65535', '0 0 0 0 65535 0', `${0x64} ${0xff9b} 0 0 0 0`].includes(prefix);
  return [...(ends ? [dotted(6)] : []), ...(groups[0] === 0x2002 ? [dotted(1)] : [])];
}

/** Whether Taquilla never connects to this address, whatever name leads to it: it belongs to no store and no receiver. */
export function isRefusedAddress(address: string): boolean {
  return [address, ...addressesWithin(address)].some((one) => isAddressIn(REFUSED, one));
}
