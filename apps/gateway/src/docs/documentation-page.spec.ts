import { loadDocuments } from './load-documents.ts';

test('its addresses lead to the same places from /docs and from /docs/', () => {
  const page = loadDocuments('an-audience')?.page ?? '';
  const addresses = [...page.matchAll(/\s(?:href|src|action)="([^"]*)"/g)].map(([, address]) => address);
  expect(addresses.length).toBeGreaterThan(100);
  expect(addresses.filter((address) => !/^(?:\/(?!\/)|#|https:\/\/)/.test(address ?? ''))).toEqual([]);
});

test('what stands between backticks is shown as code', () => {
  const page = loadDocuments('an-audience')?.page ?? '';
  const read = page.replace(/<(pre|textarea)\b.*?<\/\1>/gs, '');
  expect(read).toContain('<code>canViewAllUsers</code>');
  expect(read).not.toContain('&#96;');
  expect(read).not.toContain('`');
});
