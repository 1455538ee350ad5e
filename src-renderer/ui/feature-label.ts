/**
 * Features in words. The engine names a feature by its subject and its lineage, in this order:
 * `subject [service=] [host=] [severity>=] [after=] [template=] [parameter=]`.
 */
export interface FeatureParts {
  /** `events`, `transitions`, `mean`, `ratio`, `top share`, `longest gap`, ... */
  readonly subject: string;
  readonly service: string | null;
  readonly host: string | null;
  /** Lowest severity counted. */
  readonly severity: string | null;
  /** Template directly before. */
  readonly after: string | null;
  readonly template: string | null;
  readonly parameter: string | null;
}

/** Takes a feature's name apart; text that is not named that way is all subject. */
export function parseFeature(name: string): FeatureParts {
  const parts = name.split(/ (?=(?:service|host|severity>|after|template|parameter)=)/);
  const value = (key: string): string | null => {
    const found = parts.slice(1).find((part) => part.startsWith(`${key}=`));
    return found === undefined ? null : found.slice(key.length + 1);
  };
  return {
    subject: parts[0] ?? name,
    service: value('service'),
    host: value('host'),
    severity: value('severity>'),
    after: value('after'),
    template: value('template'),
    parameter: value('parameter'),
  };
}

/** What was measured: `events`, `errors`, `directly after «...»`, `mean of value 4`. */
export function measureText(feature: FeatureParts, templateText: (templateId: string) => string): string {
  const { subject, severity, after, parameter } = feature;
  const counted = severity === null ? 'events' : severity === 'error' ? 'errors' : 'warnings and errors';
  if (subject === 'events') return counted;
  if (subject.endsWith(' windows')) return `${counted}: ${subject}`;
  if (subject === 'transitions' && after !== null) return `directly after «${templateText(after)}»`;
  if (subject === 'other transitions') return 'steps in an order not seen elsewhere';
  if (subject === 'mean' && parameter !== null) return `mean of value ${parameter}`;
  if (subject === 'top share' && parameter !== null) return `share of the most frequent value ${parameter}`;
  if (subject === 'ratio') return 'times against the usual ones of their statements';
  return subject;
}

/** `search`, `search on app-3`; empty when it is over everything. */
export function placeText({ service, host }: Pick<FeatureParts, 'service' | 'host'>): string {
  if (service !== null && host !== null) return `${service} on ${host}`;
  return service ?? host ?? '';
}
