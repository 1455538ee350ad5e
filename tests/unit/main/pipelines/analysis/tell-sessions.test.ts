import { describe, expect, it } from 'vitest';
import type { Contribution } from '#shared/domain/detection.ts';
import { tellSessions } from '../../../../../src-main/pipelines/analysis/tell-sessions.ts';

const LEAD: Contribution = {
  feature: 'events template=t',
  unit: 'events',
  actual: 1,
  typical: 1,
  low: 1,
  high: 2,
  share: 1,
  templateId: 't',
  entity: null,
};

/** Tells of sessions whose statement came so often, where so many are usual in each of the 80 sessions of 100 that have it. */
async function tell(actual: number, usual: number, keys = ['s1']): Promise<string> {
  const { text } = await tellSessions(
    keys,
    { ...LEAD, actual },
    {
      session: String.raw`s\d+`,
      sessionCount: 100,
      templateText: () => 'opened <*>',
      run: async (sql) => (sql.includes('median') ? usual : sql.includes('DISTINCT') ? 80 : actual),
    },
  );
  return text;
}

describe('tellSessions', () => {
  it('says which way a count is off', async () => {
    expect(await tell(7, 1)).toBe("session s1 logged 'opened <*>' 7 times, where 1 is usual");
    expect(await tell(1, 3.5)).toBe("session s1 logged 'opened <*>' only 1 time, where 3.5 are usual");
    expect(await tell(7, 2, ['s1', 's2'])).toBe("2 sessions logged 'opened <*>' 7 times in s1, where 2 are usual");
  });

  it('does not call a usual count unusual', async () => {
    expect(await tell(1, 1)).toBe(
      "session s1 logged 'opened <*>' as often as usual (1 time), but in an unusual combination of events",
    );
  });

  it('tells of a statement that is missing', async () => {
    expect(await tell(0, 1)).toBe("session s1 never logged 'opened <*>', which 80 of 100 sessions have");
  });
});
