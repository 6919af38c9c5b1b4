import { describe, expect, it } from 'vitest';
import { isPublicAddress, refuseAddress } from './address-guard.ts';

describe('an address', () => {
  it.each([
    '169.254.169.254',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    'fe80::1%eth0',
    'fd00:ec2::254',
    '100.100.100.200',
    '0.0.0.0',
    '::',
    '224.0.0.1',
  ])('%s is refused', (address) => {
    expect(() => refuseAddress(address, 'db.example.com')).toThrow(
      expect.objectContaining({ kind: 'config', code: 'store.address-refused' }),
    );
    expect(isPublicAddress(address)).toBe(false);
  });

  it.each([
    ['127.0.0.1', false],
    ['10.1.2.3', false],
    ['172.31.0.1', false],
    ['192.168.1.1', false],
    ['::1', false],
    ['fd12::1', false],
    ['::ffff:10.0.0.1', false],
    ['203.0.113.7', true],
    ['172.32.0.1', true],
    ['2001:db8::1', true],
    ['db.example.com', false],
  ])('%s is accepted; public: %s', (address, isPublic) => {
    expect(() => refuseAddress(address, 'db.example.com')).not.toThrow();
    expect(isPublicAddress(address)).toBe(isPublic);
  });
});
