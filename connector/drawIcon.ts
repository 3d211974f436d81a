import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import { product } from './product.ts';

/** The signed distance to an edge in pixels: negative inside. */
type Shape = (x: number, y: number) => number;
type Point = readonly [number, number];
type Color = readonly [number, number, number];
interface Layer {
  readonly shape: Shape;
  readonly color: Color;
}

const sizePx = 230;

const circle =
  (cx: number, cy: number, radius: number): Shape =>
  (x, y) =>
    Math.hypot(x - cx, y - cy) - radius;

const both =
  (...shapes: readonly Shape[]): Shape =>
  (x, y) =>
    Math.max(...shapes.map((shape) => shape(x, y)));

const grown =
  (shape: Shape, by: number): Shape =>
  (x, y) =>
    shape(x, y) - by;

/** The distance to a closed line, negative inside it (even-odd). */
const polygon =
  (...points: readonly Point[]): Shape =>
  (x, y) => {
    let nearest = Number.POSITIVE_INFINITY;
    let isInside = false;
    points.forEach(([ax, ay], index) => {
      const [bx, by] = points.at(index - 1) ?? [ax, ay];
      const along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2);
      const t = Math.min(1, Math.max(0, along));
      nearest = Math.min(nearest, Math.hypot(x - ax - t * (bx - ax), y - ay - t * (by - ay)));
      if (ay > y !== by > y && x < ax + ((y - ay) / (by - ay)) * (bx - ax)) isInside = !isInside;
    });
    return isInside ? -nearest : nearest;
  };

const hex = (text: string): Color => [
  Number.parseInt(text.slice(1, 3), 16),
  Number.parseInt(text.slice(3, 5), 16),
  Number.parseInt(text.slice(5, 7), 16),
];

/** Points of a cubic Bézier curve, without its end. */
const curve = (from: Point, a: Point, b: Point, to: Point): readonly Point[] =>
  Array.from({ length: 24 }, (_, step) => {
    const t = step / 24;
    const weights = [(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t ** 2 * (1 - t), t ** 3];
    const along = (axis: 0 | 1): number =>
      [from, a, b, to].reduce((sum, point, index) => sum + point[axis] * (weights[index] ?? 0), 0);
    return [along(0), along(1)];
  });

const mirrored = (points: readonly Point[]): readonly Point[] => points.map(([x, y]) => [sizePx - x, y]);

const rightSide: readonly Point[] = [
  ...curve([115, 40], [132, 54], [156, 60], [181, 61]),
  ...curve([181, 61], [186, 126], [164, 168], [115, 191]),
];
const shield = grown(polygon(...rightSide, [115, 191], ...mirrored(rightSide.slice(1)).toReversed()), 6);
// An eye, which finds; and a bolt for its pupil, which responds.
const eye = both(circle(115, 154, 70), circle(115, 72, 70));
const bolt = grown(polygon([124, 68], [88, 119], [111, 119], [104, 160], [143, 105], [119, 105]), 2);

const brand = hex(product.brandColor);
const layers: readonly Layer[] = [
  { shape: shield, color: [255, 255, 255] },
  { shape: eye, color: brand },
  { shape: grown(bolt, 6), color: brand },
  { shape: bolt, color: [255, 200, 61] },
];

/** How much of a pixel lies in a shape, from the distance of the pixel's centre to its edge. */
const coverage = (distance: number): number => Math.min(1, Math.max(0, 0.5 - distance));

const pixel = (column: number, row: number): readonly number[] =>
  layers.reduce<readonly number[]>((below, { shape, color }) => {
    const share = coverage(shape(column + 0.5, row + 0.5));
    return below.map((value, channel) => Math.round(value + ((color[channel] ?? value) - value) * share));
  }, brand);

const chunk = (type: string, data: Buffer): Buffer => {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const frame = Buffer.alloc(body.length + 8);
  frame.writeUInt32BE(data.length, 0);
  body.copy(frame, 4);
  frame.writeUInt32BE(crc32(body), body.length + 4);
  return frame;
};

/** The connector's icon as an opaque PNG (w3.org/TR/png-3): 8 bits of red, green and blue, rows unfiltered. */
export const drawIcon = (): Buffer => {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(sizePx, 0);
  header.writeUInt32BE(sizePx, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const rows = Array.from({ length: sizePx }, (_, row) =>
    Buffer.from([0, ...Array.from({ length: sizePx }, (__, column) => pixel(column, row)).flat()]),
  );
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(Buffer.concat(rows), { level: 9 })),
    chunk('IEND', Buffer.alloc(0)),
  ]);
};

if (import.meta.main) await writeFile(join(import.meta.dirname, 'icon.png'), drawIcon());
