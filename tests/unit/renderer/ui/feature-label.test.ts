import { describe, expect, it } from 'vitest';
import { measureText, parseFeature, placeText } from '../../../../src-renderer/ui/feature-label.ts';

const said = (name: string) => measureText(parseFeature(name), (id) => `text of ${id}`);

describe('features in words', () => {
  it('are taken apart by the keys of their lineage', () => {
    expect(parseFeature('mean service=order api host=node-3 template=ab12 parameter=4')).toEqual({
      subject: 'mean',
      service: 'order api',
      host: 'node-3',
      severity: null,
      after: null,
      template: 'ab12',
      parameter: '4',
    });
    expect(parseFeature('longest gap')).toMatchObject({ subject: 'longest gap', service: null });
  });

  it('say what was measured', () => {
    expect(said('events service=a template=b')).toBe('events');
    expect(said('events service=a severity>=error')).toBe('errors');
    expect(said('events severity>=warn')).toBe('warnings and errors');
    expect(said('transitions after=x template=y')).toBe('directly after «text of x»');
    expect(said('mean template=y parameter=4')).toBe('mean of value 4');
    expect(said('top share template=y parameter=2')).toBe('share of the most frequent value 2');
    expect(said('longest gap')).toBe('longest gap');
    expect(said('mean of the last 12 windows severity>=error')).toBe('errors: mean of the last 12 windows');
    expect(said('a column of somebody else')).toBe('a column of somebody else');
  });

  it('say where', () => {
    expect(placeText({ service: 'search', host: null })).toBe('search');
    expect(placeText({ service: 'search', host: 'app-3' })).toBe('search on app-3');
    expect(placeText({ service: null, host: null })).toBe('');
  });
});
