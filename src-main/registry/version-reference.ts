import { ModelError } from '#shared/base/errors.ts';
import { MODEL_ALIASES, type ModelAlias } from '#shared/domain/model-version.ts';

/** `NAME`, `NAME@alias` or `NAME:number`, taken apart. */
export interface VersionReference {
  readonly name: string;
  readonly alias: ModelAlias | null;
  readonly number: number | null;
}

const NAME = /^[A-Za-z0-9][\w.-]{0,99}$/;

/** Letters, digits, `_`, `.`, `-`, at most 100, not beginning with a sign. */
export function isModelName(name: string): boolean {
  return NAME.test(name);
}

/** @throws ModelError `model.bad-reference` */
export function parseReference(text: string): VersionReference {
  const [, name = '', sign, rest = ''] = /^([^@:]*)(?:([@:])(.*))?$/.exec(text) ?? [];
  const alias = MODEL_ALIASES.find((one) => one === rest) ?? null;
  const number = /^[1-9]\d{0,8}$/.test(rest) ? Number(rest) : null;
  const isGood = sign === undefined || (sign === '@' ? alias !== null : number !== null);
  if (!isModelName(name) || !isGood) {
    throw new ModelError(
      'model.bad-reference',
      `${JSON.stringify(text.slice(0, 200))} names no model. Write NAME, NAME@champion, NAME@challenger or NAME:3.`,
    );
  }
  return { name, alias: sign === '@' ? alias : null, number: sign === ':' ? number : null };
}
