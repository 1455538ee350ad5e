import type { int } from '../../base/portable.ts';

/*
 * What a token may be masked as; `MASK_NAMES` of ../mask.ts has the names. Codes are part of a shape's identity: append,
 * never reorder.
 */
export const TEXT: int = 0;
export const NUMBER: int = 1;
export const IP: int = 2;
export const UUID: int = 3;
export const HEX: int = 4;
export const PATH: int = 5;
export const URL: int = 6;
export const DURATION: int = 7;
export const SIZE: int = 8;
export const TIMESTAMP: int = 9;
export const MAC: int = 10;
export const HOST: int = 11;
export const BOOLEAN: int = 12;
export const IDENTIFIER: int = 13;
