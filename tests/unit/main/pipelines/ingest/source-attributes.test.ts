import { describe, expect, it } from 'vitest';
import { ArenaBuilder } from '../../../../../src-main/pipelines/ingest/arena-builder.ts';
import { SourceAttributes } from '../../../../../src-main/pipelines/ingest/source-attributes.ts';

function attributesOf(own: Record<string, string>, events: readonly string[]): string[] {
  const arena = new ArenaBuilder(1, 1);
  const attributes = new SourceAttributes({ service: null, attributes: own });
  for (const event of events) {
    // The line's buffer is longer than what it holds.
    const bytes = new TextEncoder().encode(`${event}left over`);
    attributes.push(arena, bytes, new TextEncoder().encode(event).length);
  }
  const texts = Buffer.from(arena.bytes.view());
  return events.map((_, index) => texts.toString('utf8', arena.offsets[index], arena.offsets[index + 1]));
}

describe('SourceAttributes', () => {
  it('puts what the path says in front of what the event says', () => {
    expect(attributesOf({ 'k8s.pod.name': 'api "0"' }, ['{"größe":1,"b":[2]}', '', '{}'])).toEqual([
      '{"k8s.pod.name":"api \\"0\\"","größe":1,"b":[2]}',
      '{"k8s.pod.name":"api \\"0\\""}',
      '{"k8s.pod.name":"api \\"0\\""}',
    ]);
  });

  it('leaves the attributes of other sources alone', () => {
    expect(attributesOf({}, ['{"a":1}', ''])).toEqual(['{"a":1}', '']);
  });
});
