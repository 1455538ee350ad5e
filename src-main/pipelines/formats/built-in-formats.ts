import { ALL_FORMATS, findDefinition } from '../../ingest/formats/definitions/all-formats.ts';
import { definitionText } from '../../ingest/formats/user/index.ts';

/** A format that comes with the product. */
export interface BuiltInFormat {
  readonly name: string;
  readonly title: string;
  readonly engine: string;
  readonly samples: readonly string[];
}

export function builtInFormats(): BuiltInFormat[] {
  return ALL_FORMATS.map(({ name, title, engine = 'pattern', samples }) => ({
    name,
    title,
    engine,
    samples: samples.map(({ line }) => line),
  }));
}

/** A format file to start one's own from; null where the format is more than patterns, or there is none of the name. */
export function builtInText(name: string): string | null {
  const definition = findDefinition(name);
  return definition === undefined ? null : definitionText(definition);
}
