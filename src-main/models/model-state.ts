import type { z } from 'zod';
import { ModelError } from '#shared/base/errors.ts';
import type { ModelState } from './anomaly-model.ts';

/** Reads a saved model as data nobody vouches for: every field is checked before it is used. */
export interface StateReader {
  oneOf<T extends string>(field: string, allowed: readonly T[]): T;
  number(field: string): number;
  /** An array of objects that have all the keys, all their own numbers finite. */
  array<T>(field: string, keys: readonly string[]): readonly T[];
  numbers(field: string): number[];
  strings(field: string): string[];
  object<T>(field: string, keys: readonly string[]): T;
}

/**
 * The parameters of a saved model after a check of every field by a schema: for states that are plain data all through.
 * @throws ModelError `model.bad-state` naming the first field that does not fit.
 */
export function parseState<T>(state: ModelState, model: string, version: number, schema: z.ZodType<T>): T {
  checkHeader(state, model, version);
  const parsed = schema.safeParse(state.parameters);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const field = (issue?.path ?? []).map(String).join('.');
  throw badState(field === '' ? 'parameters' : field, `does not fit (${issue?.message ?? 'unknown'})`);
}

function checkHeader(state: ModelState, model: string, version: number): void {
  if (state.model !== model) throw badState('model', `is ${JSON.stringify(state.model)}, expected ${model}`);
  if (state.version !== version) throw badState('version', `is ${state.version}, expected ${version}`);
}

/** @throws ModelError `model.bad-state` naming the field that is missing, of the wrong type or not finite. */
export function readState(state: ModelState, model: string, version: number): StateReader {
  checkHeader(state, model, version);
  const { parameters } = state;
  const object = <T>(field: string, keys: readonly string[]): T => {
    checkObject(field, parameters[field], keys);
    return parameters[field] as T;
  };
  const list = (field: string): readonly unknown[] => {
    const value = parameters[field];
    if (Array.isArray(value)) return value;
    if (ArrayBuffer.isView(value) && !(value instanceof DataView))
      return Array.from(value as unknown as ArrayLike<number>);
    throw badState(field, 'is not an array');
  };
  return {
    oneOf: (field, allowed) => {
      const found = allowed.find((one) => one === parameters[field]);
      if (found === undefined) throw badState(field, `is none of ${allowed.join(', ')}`);
      return found;
    },
    number: (field) => finite(field, parameters[field]),
    array: <T>(field: string, keys: readonly string[]) => {
      const items = list(field);
      items.forEach((item, i) => checkObject(`${field}[${i}]`, item, keys));
      return items as readonly T[];
    },
    numbers: (field) => list(field).map((item, i) => finite(`${field}[${i}]`, item)),
    strings: (field) =>
      list(field).map((item, i) => {
        if (typeof item !== 'string') throw badState(`${field}[${i}]`, 'is not text');
        return item;
      }),
    object,
  };
}

/**
 * A list of numbers inside a saved object, as typed array or plain list.
 * @throws ModelError `model.bad-state`: anything else, also an object that only has a length.
 */
export function numericList(field: string, value: unknown): ArrayLike<number> {
  if (Array.isArray(value)) return value.map((item, i) => finite(`${field}[${i}]`, item));
  if (!ArrayBuffer.isView(value) || value instanceof DataView || value instanceof BigUint64Array) {
    throw badState(field, 'is not a list of numbers');
  }
  return value as unknown as ArrayLike<number>;
}

function checkObject(field: string, value: unknown, keys: readonly string[]): void {
  if (typeof value !== 'object' || value === null) throw badState(field, 'is not an object');
  for (const key of keys) if (!(key in value)) throw badState(`${field}.${key}`, 'is missing');
  checkFinite(field, value);
}

function checkFinite(field: string, value: unknown): void {
  if (typeof value === 'number') finite(field, value);
  else if (Array.isArray(value)) value.forEach((item, i) => checkFinite(`${field}[${i}]`, item));
  else if (typeof value === 'object' && value !== null) {
    for (const [key, item] of Object.entries(value)) checkFinite(`${field}.${key}`, item);
  }
}

function finite(field: string, value: unknown): number {
  if (typeof value !== 'number' || !Number.isFinite(value)) throw badState(field, 'is not a finite number');
  return value;
}

function badState(field: string, problem: string): ModelError {
  return new ModelError('model.bad-state', `The saved model cannot be used: ${field} ${problem}. Train it again.`, {
    details: { field },
  });
}
