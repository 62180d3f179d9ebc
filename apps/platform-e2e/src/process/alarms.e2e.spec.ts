import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type PlatformProcess, platformProcess } from '../testing/platform-process.ts';
import { CHECKOUT } from '../testing/program.ts';

const read = (file: string) => readFileSync(join(CHECKOUT, file), 'utf8');
const rules = read('deploy/prometheus/rules.yml');
const dashboard = read('deploy/grafana/dashboards/gatehouse.json');

let platform: PlatformProcess;
beforeAll(async () => {
  platform = await platformProcess();
});
afterAll(() => platform?.kill());

test('alarms and dashboard ask for metrics that the platform has', async () => {
  const ports = [...platform.output().matchAll(/"port":(\d+)/g)].map(([, port]) => port);
  const answers = ports.map(async (port) => (await fetch(`http://127.0.0.1:${port}/metrics`)).text());
  const text = (await Promise.all(answers)).join('\n');
  const served = new Set([...text.matchAll(/^# TYPE (\S+) /gm)].map(([, name]) => name));
  const used = `${rules}\n${dashboard}`.match(/\b(?:gatehouse|nodejs|process)_[a-z0-9_]+\b/g) ?? [];
  const unknown = used.filter(
    (name) => !served.has(name) && !served.has(name.replace(/_(?:bucket|count)$/, '')),
  );
  expect(new Set(unknown)).toEqual(new Set());
  expect(used.length).toBeGreaterThan(20);
});

test('the runbook has an entry for each alarm, and for no other', () => {
  const alarms = [...rules.matchAll(/^ +- alert: (\w+)$/gm)].map(([, name]) => name);
  const entries = [...read('docs/runbook.md').matchAll(/^## (Gatehouse\w+)$/gm)].map(([, name]) => name);
  expect(entries).toEqual(alarms);
  expect(alarms.length).toBeGreaterThan(5);
});
