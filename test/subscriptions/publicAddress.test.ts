import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isPublicAddress } from '../../functions/subscriptions/publicAddress.ts';

const isPublic = [
  '8.8.8.8',
  '1.1.1.1',
  '20.31.5.7',
  '172.32.0.1',
  '192.169.0.1',
  '100.128.0.1',
  '2606:4700::1111',
  '2a01:111:f100:2000::1',
];

const isNot: Readonly<Record<string, readonly string[]>> = {
  'this host': ['0.0.0.0', '0.1.2.3', '127.0.0.1', '127.255.255.254', '::', '::1'],
  'a private network': [
    '10.0.0.1',
    '172.16.0.1',
    '172.31.255.255',
    '192.168.1.1',
    'fc00::1',
    'fd00:ec2::254',
    'fec0::1',
  ],
  'a carrier’s network': ['100.64.0.1', '100.100.100.200', '100.127.255.255'],
  'the link': ['169.254.0.1', '169.254.169.254', '169.254.169.253', 'fe80::1', 'fe80::1%eth0'],
  'Azure’s platform': ['168.63.129.16'],
  'no single host': ['224.0.0.1', '239.255.255.250', '255.255.255.255', 'ff02::1'],
  'reserved or documentation': [
    '192.0.0.192',
    '192.0.2.1',
    '198.18.0.1',
    '198.51.100.1',
    '203.0.113.1',
    '240.0.0.1',
    '2001:db8::1',
    '100::1',
    '100:0:0:1::1',
    '4000::1',
  ],
  'IPv4 mapped': ['::ffff:127.0.0.1', '::ffff:7f00:1', '::ffff:169.254.169.254', '::ffff:8.8.8.8'],
  'IPv4 translated': ['::ffff:0:127.0.0.1', '::ffff:0:7f00:1'],
  'IPv4 compatible': ['::127.0.0.1', '::7f00:1', '::8.8.8.8', '::2'],
  NAT64: ['64:ff9b::7f00:1', '64:ff9b::169.254.169.254', '64:ff9b:1::7f00:1'],
  '6to4': ['2002:7f00:1::', '2002:a9fe:a9fe::1'],
  Teredo: ['2001:0:4136:e378:8000:63bf:3fff:fdd2'],
  'no address': ['', 'localhost', '1.2.3.4.5', '8.8.8.8/8', '[::1]', ' 8.8.8.8', '8.8.8.8\n', 'undefined'],
};

describe('a public address', () => {
  for (const text of isPublic) test(`is ${text}`, () => assert.equal(isPublicAddress(text), true));
  for (const [what, texts] of Object.entries(isNot))
    for (const text of texts)
      test(`is not ${JSON.stringify(text)}, which is ${what}`, () => assert.equal(isPublicAddress(text), false));
});
