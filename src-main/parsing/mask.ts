/**
 * Names of the variable parts a token may be masked as, by code. Codes are part of a shape's identity: append, never
 * reorder.
 */
export const MASK_NAMES = [
  'text',
  'number',
  'ip',
  'uuid',
  'hex',
  'path',
  'url',
  'duration',
  'size',
  'timestamp',
  'mac',
  'host',
  'boolean',
  'identifier',
] as const;

export const Mask = {
  text: 0,
  number: 1,
  ip: 2,
  uuid: 3,
  hex: 4,
  path: 5,
  url: 6,
  duration: 7,
  size: 8,
  timestamp: 9,
  mac: 10,
  host: 11,
  boolean: 12,
  identifier: 13,
} as const;

export type MaskCode = (typeof Mask)[keyof typeof Mask];
