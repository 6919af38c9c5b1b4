import { BlockList, isIP } from 'node:net';

const REFUSED = new BlockList();
// Link-local addresses, at which cloud providers serve a machine's own credentials.
REFUSED.addSubnet('169.254.0.0', 16, 'ipv4');
REFUSED.addSubnet('fe80::', 10, 'ipv6');
REFUSED.addAddress('fd00:ec2::254', 'ipv6');
REFUSED.addAddress('100.100.100.200', 'ipv4');
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

/** Whether Taquilla never connects to this address, whatever name leads to it: it belongs to no store and no receiver. */
export function isRefusedAddress(address: string): boolean {
  return isAddressIn(REFUSED, address);
}
