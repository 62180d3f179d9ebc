import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { errorList } from './form-errors.ts';
import { createTemplates } from './templates.ts';

const views = mkdtempSync(join(tmpdir(), 'views-'));
afterAll(() => rmSync(views, { recursive: true }));

test('a view has its values, escaped, and globals, filters and UK time', () => {
  writeFileSync(
    join(views, 'note.njk'),
    '<p title="{{ text }}">{{ text | twice }} {{ site }} {{ ukTime(at) }}</p>',
  );
  const { render } = createTemplates({
    views: [views],
    globals: { site: 'A & B' },
    filters: { twice: (text: string) => text + text },
  });
  expect(render('note', { text: `<"'>`, at: '2026-01-05T12:00:00.000Z' })).toBe(
    '<p title="&lt;&quot;&#39;&gt;">&lt;&quot;&#39;&gt;&lt;&quot;&#39;&gt; A &amp; B midday on 5 January 2026</p>',
  );
});

test('the faults of a form come in the order of its fields, each with the address of its field', () => {
  expect(errorList({ code: 'Enter the code', name: 'Enter your name' }, ['name', 'email', 'code'])).toEqual([
    { text: 'Enter your name', href: '#name' },
    { text: 'Enter the code', href: '#code' },
  ]);
});
