import { describe, expect, it } from 'vitest';
import {
  fixedFields,
  isSameReading,
  NOTHING_FIXED,
  presentFields,
  withFields,
} from '../../../../src-renderer/app/dialogs/reread/reread-model.ts';

const APP = { path: '/logs/app.log', member: null };
const INNER = { path: '/logs/all.zip', member: 'app.log' };
const OPTIONS = {
  timezone: 'Europe/Berlin',
  since: '2024-05-01T00:00:00Z',
  sources: [
    { path: '/logs/app.log', offsetSeconds: 5, format: 'json' },
    { path: '/logs/all.zip', member: 'app.log', encoding: 'utf-16le' },
  ],
};

describe('reading differently', () => {
  it('starts from what is fixed for all, for a file, or for a member of an archive', () => {
    expect(fixedFields(OPTIONS, null)).toEqual({ ...NOTHING_FIXED, timezone: 'Europe/Berlin' });
    expect(fixedFields(OPTIONS, APP)).toEqual({ ...NOTHING_FIXED, offsetSeconds: 5, format: 'json' });
    expect(fixedFields(OPTIONS, INNER)).toEqual({ ...NOTHING_FIXED, encoding: 'utf-16le' });
    expect(fixedFields(OPTIONS, { ...INNER, member: null })).toEqual(NOTHING_FIXED);
  });

  it('puts the fields of one source in place of those it had, and leaves the rest alone', () => {
    expect(withFields(OPTIONS, APP, { ...NOTHING_FIXED, timezone: 'UTC' })).toEqual({
      ...OPTIONS,
      sources: [OPTIONS.sources[1], { path: '/logs/app.log', timezone: 'UTC' }],
    });
    expect(withFields({}, INNER, { ...NOTHING_FIXED, year: 2023 })).toEqual({
      sources: [{ path: '/logs/all.zip', member: 'app.log', year: 2023 }],
    });
  });

  it('finds in the data again what is emptied', () => {
    const { sources, ...all } = OPTIONS;
    expect(withFields(OPTIONS, APP, NOTHING_FIXED)).toEqual({ ...all, sources: [sources[1]] });
    expect(withFields({ sources: [{ path: APP.path, year: 2023 }] }, APP, NOTHING_FIXED)).toEqual({});
    expect(withFields(OPTIONS, null, NOTHING_FIXED)).toEqual({ since: OPTIONS.since, sources });
  });

  it('takes a clock that is right for one that is not touched', () => {
    expect(presentFields({ ...NOTHING_FIXED, offsetSeconds: 0 })).toEqual({});
    expect(isSameReading({ ...NOTHING_FIXED, offsetSeconds: 0 }, NOTHING_FIXED)).toBe(true);
    expect(isSameReading({ ...NOTHING_FIXED, offsetSeconds: 1 }, NOTHING_FIXED)).toBe(false);
  });
});
