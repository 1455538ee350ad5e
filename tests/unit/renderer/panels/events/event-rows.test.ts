import { describe, expect, it } from 'vitest';
import { filterEvents } from '../../../../../src-renderer/backend/fake/fake-filter.ts';
import { fakeEvent } from '../../../../../src-renderer/backend/fake/fake-log.ts';
import { eventsTable } from '../../../../../src-renderer/backend/fake/fake-tables.ts';
import { readEventRows, sourceLabel } from '../../../../../src-renderer/panels/events/event-rows.ts';

describe('event rows', () => {
  it('come out of an Arrow table with every nanosecond', () => {
    const [row] = readEventRows(eventsTable([17], 1000));
    const event = fakeEvent(17, 1000);
    expect(row).toMatchObject({ eventId: 17, timeNs: event.timeNs, content: event.content, component: null, line: 18 });
  });

  it('are labelled by the narrowest name they have', () => {
    const none = { component: null, service: null, host: null, path: '/var/log/app.log' };
    expect(sourceLabel(none)).toBe('app.log');
    expect(sourceLabel({ ...none, host: 'h' })).toBe('h');
    expect(sourceLabel({ ...none, host: 'h', service: 's', component: 'c' })).toBe('c');
  });

  it('pass the made-up filter as the real one would', () => {
    const ids = filterEvents({ severityBands: [5] }, 5000) ?? [];
    expect(ids.length).toBeGreaterThan(0);
    expect(ids.every((id) => fakeEvent(id, 5000).template.severity === 17)).toBe(true);
    expect(filterEvents({}, 5000)).toBeNull();
  });
});
