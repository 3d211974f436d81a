import assert from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import { inflateSync } from 'node:zlib';
import { drawIcon } from '../../connector/drawIcon.ts';
import { product } from '../../connector/product.ts';

interface Picture {
  readonly width: number;
  readonly height: number;
  /** 2: red, green and blue without transparency. */
  readonly colorType: number | undefined;
  readonly rows: Buffer;
}

const readPng = (png: Buffer): Picture => {
  assert.equal(png.subarray(1, 4).toString('latin1'), 'PNG');
  const data: Buffer[] = [];
  for (let at = 8; at < png.length; at += png.readUInt32BE(at) + 12) {
    const body = png.subarray(at + 8, at + 8 + png.readUInt32BE(at));
    if (png.toString('latin1', at + 4, at + 8) === 'IDAT') data.push(body);
  }
  return {
    width: png.readUInt32BE(16),
    height: png.readUInt32BE(20),
    colorType: png[25],
    rows: inflateSync(Buffer.concat(data)),
  };
};

const colorAt = ({ width, rows }: Picture, x: number, y: number): string => {
  const at = y * (width * 3 + 1) + 1 + x * 3;
  return `#${rows.toString('hex', at, at + 3)}`;
};

const icon = readPng(drawIcon());

test('is an opaque square of 230 pixels', () => {
  assert.deepEqual([icon.width, icon.height, icon.colorType], [230, 230, 2]);
});

test('has the brand colour all around a picture of about 160 pixels', () => {
  for (let at = 0; at < 230; at += 1) {
    for (const [x, y] of [
      [at, 0],
      [at, 33],
      [at, 200],
      [at, 229],
      [0, at],
      [33, at],
      [196, at],
      [229, at],
    ] as const) {
      assert.equal(colorAt(icon, x, y), product.brandColor);
    }
  }
  assert.equal(colorAt(icon, 60, 80), '#ffffff');
  assert.equal(colorAt(icon, 115, 112), '#ffc83d');
});

test('has a background that certification allows', () => {
  assert.ok(!['#ffffff', '#007ee5', '#da3b01'].includes(product.brandColor));
});

test('is the picture that is kept', async () => {
  const kept = await readFile(join(import.meta.dirname, '../../connector/icon.png'));
  assert.ok(readPng(kept).rows.equals(icon.rows), 'connector/icon.png is stale; run "node connector/drawIcon.ts"');
});
