import type { AnalysisDocument } from '#shared/contract/analysis-document.ts';
import type { AnalyzeOptions } from '#shared/contract/analyze-options.ts';
import { formatThreshold, type WantedThreshold } from '#shared/domain/threshold-policy.ts';
import type { CaseCatalog } from '../../catalog/case-catalog.ts';
import type { Reproduce } from '../../reports/report-input.ts';
import { jobInputSchema } from '../analyze/job-journal.ts';

/** Option of the command line for each option of a job; those without one have no effect on the result. */
const FLAGS: Partial<Record<keyof AnalyzeOptions, string>> = {
  session: '--session',
  windowSeconds: '--window',
  stepSeconds: '--step',
  detectors: '--detectors',
  threshold: '--threshold',
  timezone: '--timezone',
  encoding: '--encoding',
  format: '--format',
  year: '--year',
  dateOrder: '--date-order',
  since: '--since',
  until: '--until',
  labelsPath: '--labels',
  seed: '--seed',
};

/** The command and options that give the same numbers again. */
export function describeRun(catalog: CaseCatalog, document: AnalysisDocument): Reproduce {
  const inputs = catalog.jobs
    .list(['done'])
    .map((job) => jobInputSchema.safeParse(job.input))
    .flatMap((parsed) => (parsed.success ? [parsed.data] : []));
  const reads = inputs.flatMap((input) => (input.kind === 'analyze' ? [input] : []));
  const options: AnalyzeOptions = { ...reads[0]?.options, ...inputs[0]?.options };
  const named = Object.entries(FLAGS).flatMap(([name, flag]) => {
    const value = options[name as keyof AnalyzeOptions];
    return value === undefined || value === null ? [] : [{ name: flag, value: valueText(name, value) }];
  });
  const paths = reads.toReversed().flatMap((input) => input.paths);
  const words = [...paths.map(quote), ...named.flatMap(({ name, value }) => [name, quote(value)])];
  return {
    command: `log-sentinel analyze ${words.join(' ')}`,
    options: named,
    inputs: document.files.map((file) => ({ path: file.path, bytes: file.bytesIn, lines: file.lines })),
  };
}

function valueText(name: string, value: unknown): string {
  if (name === 'threshold') return formatThreshold(value as WantedThreshold);
  if (name === 'windowSeconds' || name === 'stepSeconds') return `${String(value)}s`;
  return Array.isArray(value) ? value.join(',') : String(value);
}

/** One word of a POSIX shell. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", `'\\''`)}'`;
}
