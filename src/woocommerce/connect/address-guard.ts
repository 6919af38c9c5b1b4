import { BlockList, isIP } from 'node:net';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { STORE_SENTENCES } from '../../kernel/sentences/store-sentences.ts';

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

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

const PRIVATE = new BlockList();
PRIVATE.addSubnet('127.0.0.0', 8, 'ipv4');
PRIVATE.addSubnet('10.0.0.0', 8, 'ipv4');
PRIVATE.addSubnet('172.16.0.0', 12, 'ipv4');
PRIVATE.addSubnet('192.168.0.0', 16, 'ipv4');
PRIVATE.addSubnet('100.64.0.0', 10, 'ipv4');
PRIVATE.addAddress('::1', 'ipv6');
PRIVATE.addSubnet('fc00::', 7, 'ipv6');

/** An IPv4 address written as IPv6 is checked as IPv4. */
function isIn(list: BlockList, address: string): boolean {
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

/**
 * Refuses link-local addresses and those of cloud services, whatever the host name is, because no store has
 * such an address.
 *
 * @throws config `store.address-refused`
 */
export function refuseAddress(address: string, host: string): void {
  if (!isIn(REFUSED, address)) return;
  throw errorOf(STORE_SENTENCES.addressRefused, { host, address });
}

export function isPublicAddress(address: string): boolean {
  return isIP(address.replace(/%.*$/, '')) !== 0 && !isIn(PRIVATE, address) && !isIn(REFUSED, address);
}

/** Traffic to such an address never leaves this machine. */
export function isLoopbackAddress(address: string): boolean {
  return isIn(LOOPBACK, address);
}
