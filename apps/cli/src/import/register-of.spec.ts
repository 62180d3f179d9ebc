import { registerOf } from './register-of.ts';

test.each([
  ['URN,"LA (code)",EstablishmentName', 'gias-establishments'],
  ['\uFEFF"URN","EstablishmentName"', 'gias-establishments'],
  ['"Group UID","Group ID","Group Name"', 'gias-groups'],
  ['"URN","Group UID","Group ID"', 'gias-links'],
  ['"Group UID","URN"', 'gias-links'],
  ['', 'gias-establishments'],
])('%s is a file of %s', (header, source) => {
  expect(registerOf(header)).toBe(source);
});
