import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { describe, expect, it } from 'vitest';
import { FeatureName } from '../../../../src-renderer/ui/feature-name.tsx';

const texts = new Map([['00ff', 'query <*> parsed']]);

function textOf(feature: string): string {
  const templateText = (templateId: string) => texts.get(templateId) ?? templateId;
  const html = renderToStaticMarkup(createElement(FeatureName, { feature, templateText }));
  return html.replaceAll(/<[^>]*>/g, '|').replaceAll(/\|+/g, '|');
}

describe('FeatureName', () => {
  it('says the template, the place and the measure in words, never the id of a template', () => {
    expect(textOf('events service=search template=00ff')).toBe('|query &lt;*&gt; parsed|search · events|');
  });

  it('names what is over everything by its measure alone', () => {
    expect(textOf('events severity>=error')).toBe('|errors|');
  });
});
