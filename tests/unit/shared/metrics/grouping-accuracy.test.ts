import { describe, expect, it } from 'vitest';
import { scoreTemplates } from '#shared/metrics/grouping-accuracy.ts';
import { normalizeLeniently, normalizeStrictly, unifyPlaceholders } from '#shared/metrics/template-text.ts';

const truth = ['a <*> b', 'a <*> b', 'c', 'c', 'd <*>', 'e'];

function f1(p: number, r: number): number {
  return (2 * p * r) / (p + r);
}

describe('scoreTemplates', () => {
  it('gives one everywhere for the true grouping and texts', () => {
    const scores = scoreTemplates(truth, { groupIds: truth, templates: truth });
    expect(scores).toMatchObject({ groupingAccuracy: 1, f1GroupingAccuracy: 1, pairF1: 1, missing: 0, lines: 6 });
    expect(scores.strict).toEqual({ parsingAccuracy: 1, f1TemplateAccuracy: 1 });
    expect(scores.lenient).toEqual({ parsingAccuracy: 1, f1TemplateAccuracy: 1 });
  });

  it('counts both true groups wrong when two are merged', () => {
    const scores = scoreTemplates(truth, {
      groupIds: ['A', 'A', 'C', 'C', 'D', 'D'],
      templates: ['a <*> b', 'a <*> b', 'c', 'c', '<*> <*>', '<*> <*>'],
    });
    expect(scores.groupingAccuracy).toBeCloseTo(4 / 6, 12);
    expect(scores.f1GroupingAccuracy).toBeCloseTo(f1(2 / 3, 2 / 4), 12);
    expect(scores.strict?.parsingAccuracy).toBeCloseTo(4 / 6, 12);
    expect(scores.strict?.f1TemplateAccuracy).toBeCloseTo(f1(2 / 3, 2 / 4), 12);
    // 3 predicted pairs, 2 true pairs, 2 shared.
    expect(scores.pairF1).toBeCloseTo(f1(2 / 3, 1), 12);
  });

  it('counts a split group wrong for GA but not for PA and FTA', () => {
    const scores = scoreTemplates(truth, { groupIds: ['a <*> b', 'a <*> b', '3', '4', 'd', 'e'], templates: truth });
    expect(scores.groupingAccuracy).toBeCloseTo(4 / 6, 12);
    expect(scores.strict).toEqual({ parsingAccuracy: 1, f1TemplateAccuracy: 1 });
  });

  it('gives GA zero when everything is one group, and scores no text when none was predicted', () => {
    const scores = scoreTemplates(truth, { groupIds: truth.map(() => '1'), templates: null });
    expect(scores.groupingAccuracy).toBe(0);
    expect(scores.strict).toBeNull();
  });

  it('makes every line without a prediction a group of its own', () => {
    const scores = scoreTemplates(truth, { groupIds: truth.map(() => null), templates: truth.map(() => null) });
    expect(scores).toMatchObject({ missing: 6, predictedGroups: 6, groupingAccuracy: 2 / 6, strict: null });
  });

  it('never counts a missing text as a right template', () => {
    const scores = scoreTemplates(['a', 'b'], { groupIds: ['a', null], templates: ['a', null] });
    expect(scores.strict).toEqual({ parsingAccuracy: 0.5, f1TemplateAccuracy: f1(1 / 2, 1 / 2) });
  });

  it('refuses no lines and unequal lengths', () => {
    expect(() => scoreTemplates([], { groupIds: [], templates: null })).toThrow(RangeError);
    expect(() => scoreTemplates(['a'], { groupIds: [], templates: null })).toThrow(RangeError);
  });
});

describe('template text', () => {
  it('treats named placeholders as wildcards', () => {
    expect(unifyPlaceholders('from <IP> port <num:int> id <*> a<b')).toBe('from <*> port <*> id <*> a<b');
  });

  it('merges blanks and trims', () => {
    expect(normalizeStrictly(' a \t b\u00a0\u2003c\r')).toBe('a b c');
    expect(normalizeStrictly(' ')).toBe('');
  });

  it('forgives numbers and adjacent wildcards when lenient', () => {
    expect(normalizeLeniently('x <*>.<*> 12 y')).toBe('x <*> y');
    expect(normalizeLeniently('x <*> y')).toBe('x <*> y');
    expect(normalizeLeniently('took -1.5 ms at a1 v2.0')).toBe('took <*> ms at a1 <*>');
    expect(normalizeLeniently('blk_<*> key=<*>')).toBe('<*> key=<*>');
  });
});
