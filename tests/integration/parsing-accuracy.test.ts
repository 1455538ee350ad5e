import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { scoreTemplates, type TemplateScores } from '../../src-shared/metrics/grouping-accuracy.ts';
import { corpusPath, describeWithCorpus } from '../helpers/corpus.ts';
import { parseCsv } from '../helpers/csv.ts';
import { mineContents } from '../helpers/parsing.ts';

const systems = 'Android Apache BGL HDFS HPC Hadoop Mac OpenSSH OpenStack Proxifier Windows'.split(' ');

function scoreSystem(system: string): TemplateScores {
  const rows = parseCsv(
    readFileSync(corpusPath(`loghub-2k/${system}/${system}_2k.log_structured_corrected.csv`), 'utf8'),
  );
  const contents = rows.map((row) => row['Content'] ?? '');
  const { events } = mineContents(contents);
  expect(events.map((event) => event.rebuilt)).toEqual(contents);
  return scoreTemplates(
    rows.map((row) => row['EventTemplate'] ?? ''),
    { groupIds: events.map((event) => event.templateId), templates: events.map((event) => event.text) },
  );
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

describeWithCorpus('template mining on labelled logs', () => {
  const scores = new Map<string, TemplateScores>();

  it.each(systems)('groups %s and rebuilds each of its contents', (system) => {
    const score = scoreSystem(system);
    scores.set(system, score);
    expect(score.lines).toBe(2000);
    expect(score.groupingAccuracy).toBeGreaterThanOrEqual(0.9);
    expect(score.f1GroupingAccuracy).toBeGreaterThanOrEqual(0.75);
  });

  it('reaches the accuracy asked for over all systems with one configuration', () => {
    expect(scores.size).toBe(systems.length);
    const all = [...scores.values()];
    expect(mean(all.map((score) => score.groupingAccuracy))).toBeGreaterThanOrEqual(0.97);
    expect(mean(all.map((score) => score.f1GroupingAccuracy))).toBeGreaterThanOrEqual(0.93);
    expect(mean(all.map((score) => score.strict?.parsingAccuracy ?? 0))).toBeGreaterThanOrEqual(0.82);
    expect(mean(all.map((score) => score.strict?.f1TemplateAccuracy ?? 0))).toBeGreaterThanOrEqual(0.81);
  });
});
