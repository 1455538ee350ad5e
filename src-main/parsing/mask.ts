/**
 * Names of the variable parts a token may be masked as, by code (masks/mask-codes.ts). Codes are part of a shape's
 * identity: append, never reorder.
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
