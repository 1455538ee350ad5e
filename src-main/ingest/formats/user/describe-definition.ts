import type { FormatDefinition } from '../format-definition.ts';
import { writeFormatText } from './format-text.ts';

/** A built-in format as a file to start one's own from; null where its reading is more than patterns. */
export function definitionText(definition: FormatDefinition): string | null {
  const { name, title, patterns, levels, structural, joinsLines, samples, engine = 'pattern' } = definition;
  if (engine !== 'pattern' || definition.isEnvelope === true || definition.headerLines !== undefined) return null;
  return writeFormatText({
    name,
    title,
    pattern: patterns.length === 1 ? patterns[0] : patterns,
    ...(levels === undefined ? {} : { levels }),
    ...(structural === undefined ? {} : { structural }),
    ...(joinsLines === false ? { multiline: false } : {}),
    samples: samples.map(({ line, component, host, service, content }) => ({
      line,
      ...(service === undefined ? {} : { service }),
      ...(host === undefined ? {} : { host }),
      ...(component === undefined ? {} : { component }),
      message: content,
    })),
  });
}
