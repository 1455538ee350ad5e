/** A stretch of consecutive events with the parameters of their templates, as text. */
export interface ParameterSample {
  /** Template index of each sampled event. */
  readonly templates: readonly number[];
  /** Parameters of each sampled event, one a wildcard. */
  readonly parameters: readonly (readonly string[])[];
}

/** A wildcard of a template and what it held in a sample. */
export interface SampledWildcard {
  readonly template: number;
  readonly wildcard: number;
  readonly values: readonly string[];
}

/** Groups a sample by template and wildcard, in that order. */
export function groupByWildcard(sample: ParameterSample): SampledWildcard[] {
  const byTemplate = new Map<number, string[][]>();
  sample.templates.forEach((template, i) => {
    const wildcards = byTemplate.get(template) ?? [];
    byTemplate.set(template, wildcards);
    sample.parameters[i]!.forEach((value, wildcard) => (wildcards[wildcard] ??= []).push(value));
  });
  return [...byTemplate]
    .sort(([a], [b]) => a - b)
    .flatMap(([template, wildcards]) => wildcards.map((values, wildcard) => ({ template, wildcard, values })));
}
