import { PROBLEMS_PATH, problemTypes } from '@gatehouse/contracts';
import { createSite } from '@gatehouse/pages';
import { documentationPage, documentationViews } from './documentation-page.ts';
import { documentEndpoints, loadOpenApi } from './documents.ts';
import { problemsPage } from './problems-page.ts';

const site = createSite({ identity: { name: 'Gatehouse' }, views: [documentationViews] });
const page = documentationPage(site, JSON.parse(loadOpenApi() ?? '{}'), 'an-audience');

test('its addresses lead to the same places from /docs and from /docs/', () => {
  const addresses = [...page.matchAll(/\s(?:href|src|action)="([^"]*)"/g)].map(([, address]) => address);
  expect(addresses.length).toBeGreaterThan(100);
  expect(addresses.filter((address) => !/^(?:\/(?!\/)|#|https:\/\/)/.test(address ?? ''))).toEqual([]);
});

test('what stands between backticks is shown as code', () => {
  const read = page.replace(/<(pre|textarea)\b.*?<\/\1>/gs, '');
  expect(read).toContain('<code>canViewAllUsers</code>');
  expect(read).not.toContain('&#96;');
  expect(read).not.toContain('`');
});

test('each problem with a type of its own has its section on the page at which the type points', () => {
  expect([...documentEndpoints('{}', site, 'an-audience').keys()]).toContain(PROBLEMS_PATH);
  const problems = problemsPage(site);
  for (const [name, { title }] of Object.entries(problemTypes)) {
    expect(problems).toContain(`id="${name}">${title}`);
  }
  expect(problems).not.toContain('`');
  expect(page).toContain(`href="${PROBLEMS_PATH}"`);
});
