import { createPrinter } from '../printing/printer.ts';
import { captureTerminal } from '../testing/captured-terminal.ts';
import { printImport } from './import-report.ts';

const report = {
  read: 3,
  created: 1,
  updated: 0,
  unchanged: 1,
  missing: 2,
  missingIds: ['28F58A22-EDB9-4BBB-B03B-4001DC1399D2', '6D588FF9-F941-4E46-9EDE-DC60FE52A19F'],
  rejected: [{ line: 4, reason: 'URN is no number' }],
  localAuthorities: { created: 1, updated: 0, unchanged: 0 },
};

test('counts, local authorities apart, then what is missing, then the rejected rows by line', () => {
  const terminal = captureTerminal();
  printImport(createPrinter(terminal, false), report, false);
  expect(terminal.written.out).toBe(
    [
      'rows               read  created  updated  unchanged  missing  rejected',
      'file               3     1        0        1          2        1',
      'local authorities        1        0        0',
      '',
      'missing',
      '28F58A22-EDB9-4BBB-B03B-4001DC1399D2',
      '6D588FF9-F941-4E46-9EDE-DC60FE52A19F',
      '',
      'line  reason',
      '4     URN is no number',
      '',
    ].join('\n'),
  );
});

test('--json gives the report as it came', () => {
  const terminal = captureTerminal();
  printImport(createPrinter(terminal, true), report, true);
  expect(JSON.parse(terminal.written.out)).toEqual(report);
});
