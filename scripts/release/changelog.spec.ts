import { changelogSection } from './changelog.ts';

test('by area, others last, what nobody sees left out', () => {
  const commits = [
    { hash: 'a1', subject: 'client: a redirect is thrown at once' },
    { hash: 'b2', subject: 'Readers see what was written' },
    { hash: 'c3', subject: 'ci: the image is built' },
    { hash: 'd4', subject: 'access: a service can be deleted' },
    { hash: 'e5', subject: 'client: retries end' },
  ];
  expect(changelogSection('0.2.0', '2026-12-01', commits)).toBe(`## 0.2.0 (2026-12-01)

### access

- a service can be deleted (d4)

### client

- a redirect is thrown at once (a1)
- retries end (e5)

### others

- Readers see what was written (b2)
`);
});

test('nothing changed', () => {
  expect(changelogSection('0.2.0', '2026-12-01', [])).toBe('## 0.2.0 (2026-12-01)\n\nNothing changed.\n');
});
