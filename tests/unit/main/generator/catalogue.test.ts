import { describe, expect, it } from 'vitest';
import { compileCatalogue } from '../../../../src-main/generator/catalogue.ts';
import { compileMessage } from '../../../../src-main/generator/message.ts';

const catalogue = compileCatalogue();

describe('catalogue', () => {
  it('names flows once and finds every failure', () => {
    const names = catalogue.flows.map((flow) => flow.spec.name);
    expect(new Set(names).size).toBe(names.length);
    for (const flow of catalogue.flows) {
      expect(flow.failureIndex >= 0).toBe(flow.spec.failure !== undefined);
    }
  });

  it('reorders by a permutation that moves steps', () => {
    const reordered = catalogue.flows.filter((flow) => flow.spec.reordered);
    expect(reordered.length).toBeGreaterThan(3);
    for (const flow of reordered) {
      expect([...(flow.spec.reordered ?? [])].sort((a, b) => a - b)).toEqual(flow.order);
      expect(flow.spec.reordered).not.toEqual(flow.order);
    }
  });

  it('keeps novel statements out of normal traffic', () => {
    const usual = new Set(catalogue.flows.flatMap((flow) => flow.messages.map((message) => message.template)));
    for (const message of catalogue.novel) expect(usual.has(message.template)).toBe(false);
    expect(new Set(catalogue.novel.map((message) => message.template)).size).toBe(catalogue.novel.length);
  });

  it('lets a spike touch at most two services', () => {
    for (const flow of catalogue.flows.filter((one) => one.spec.spikeFactor !== undefined)) {
      expect(flow.linesOfService.filter((lines) => lines > 0).length).toBeLessThanOrEqual(2);
    }
  });
});

describe('compileMessage', () => {
  it('takes text and parameters apart', () => {
    const message = compileMessage({ service: 'cart', level: 'WARN', text: 'saved {cart} in {ms:16} ms' });
    expect(message).toMatchObject({
      literals: ['saved ', ' in ', ' ms'],
      template: 'saved <*> in <*> ms',
      latencyMs: 16,
    });
  });

  it('refuses unknown parameters and characters that need escaping', () => {
    const compile = (text: string) => () => compileMessage({ service: 'cart', level: 'INFO', text });
    expect(compile('x {nonsense}')).toThrow(/nonsense/);
    expect(compile('x {int:a-b}')).toThrow(/int:a-b/);
    for (const text of ['a"b', 'a\\b', 'a,b', 'a;b', 'a\tb', 'é']) expect(compile(text)).toThrow(/Bad character/);
  });
});
