import { BlockList, isIP } from 'node:net';
import { isAddressIn, isRefusedAddress } from '../../kernel/addresses/refused-address.ts';
import { errorOf } from '../../kernel/sentences/sentence.ts';
import { STORE_SENTENCES } from '../../kernel/sentences/store-sentences.ts';

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

/**
 * Refuses link-local addresses and those of cloud services, whatever the host name is, because no store has
 * such an address.
 *
 * @throws config `store.address-refused`
 */
export function refuseAddress(address: string, host: string): void {
  if (!isRefusedAddress(address)) return;
  throw errorOf(STORE_SENTENCES.addressRefused, { host, address });
}

export function isPublicAddress(address: string): boolean {
  return (
    isIP(address.replace(/%.*$/, '')) !== 0 && !isAddressIn(PRIVATE, address) && !isRefusedAddress(address)
  );
}

/** Traffic to such an address never leaves this machine. */
export function isLoopbackAddress(address: string): boolean {
  return isAddressIn(LOOPBACK, address);
}
