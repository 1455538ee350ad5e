import { describe, expect, it } from 'vitest';
import { EMPTY_VIEW, entryOf, parseCaseView, serializeCaseView } from '../../../../src-renderer/state/case-view.ts';

describe('saved view', () => {
  it('comes back as it was', () => {
    const view = {
      layout: { panels: {} },
      timelineHeight: 240,
      triage: { a: { verdict: 'real' as const, note: 'disk' } },
      markedEventIds: [3, 9],
      declinedRules: ['t1 billing'],
    };
    expect(parseCaseView(serializeCaseView(view))).toEqual(view);
  });

  it('gives the default view for anything unreadable', () => {
    for (const text of [null, '', 'not json', '7', 'null', '[]']) expect(parseCaseView(text)).toEqual(EMPTY_VIEW);
  });

  it('drops what does not fit and keeps the timeline within bounds', () => {
    const view = parseCaseView('{"timelineHeight":99999,"markedEventIds":[1,"x",2.5],"triage":null}');
    expect(view).toEqual({ ...EMPTY_VIEW, timelineHeight: 600, markedEventIds: [1] });
  });

  it('has no verdict for an incident nobody judged', () => {
    expect(entryOf({}, 'x')).toEqual({ verdict: null, note: '' });
  });
});
