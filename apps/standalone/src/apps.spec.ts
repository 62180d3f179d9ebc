import { existsSync, globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { appNames, apps, backendNames, portVariable, topics, urlVariable } from '@gatehouse/contracts';
import { manifests, services } from './apps.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** What a file must contain for an app. */
type Mark = (app: string, port: number) => string | RegExp;
const urlOf = (app: string) => urlVariable(app as (typeof backendNames)[number]);
const portOf = (app: string) => portVariable(app as (typeof appNames)[number]);

/** Every place outside the code that lists the platform's apps. */
const ALL_APPS: Record<string, Record<string, Mark>> = {
  'docker-compose.yml': {
    'a service that runs it': (app) =>
      new RegExp(`^ {2}${app}:\\n(?: {4}.*\\n)* {4}command: \\[node, apps/${app}/src/boot\\.js\\]`, 'm'),
    'a health check of its port': (_app, port) => `is-ready.js, "${port}"]`,
  },
  'deploy/kubernetes/apps.yaml': {
    'a Deployment': (app) => new RegExp(`kind: Deployment\\nmetadata: \\{ name: ${app},`),
    'a Service': (app, port) => new RegExp(`kind: Service\\nmetadata: \\{ name: ${app},[^]*?port: ${port},`),
    'a PodDisruptionBudget': (app) => new RegExp(`kind: PodDisruptionBudget\\nmetadata: \\{ name: ${app},`),
  },
  'deploy/prometheus/prometheus.yml': {
    'a target': (app, port) => `names: [${app}], type: A, port: ${port}`,
  },
  'deploy/prometheus/one-machine.yml': { 'a target': (_app, port) => `127.0.0.1:${port}` },
  'README.md': {
    'a row for its port': (app) => `\`${portOf(app)}\``,
    'a place in the picture': (app) => new RegExp(`^ .*──▶ .*\\b${app}\\b|^ .*│ .*\\b${app}\\b`, 'm'),
  },
};
const SERVICES: typeof ALL_APPS = {
  'docker-compose.yml': {
    'its address for the gateway': (app, port) => `${urlOf(app)}: http://${app}:${port}`,
  },
  'deploy/kubernetes/settings.yaml': {
    'its address for the gateway': (app, port) => `${urlOf(app)}: http://${app}:${port}`,
    'a rule that only the gateway reaches it': (app) => new RegExp(`values: \\[.*\\b${app}\\b.*\\]`),
  },
  'deploy/backup/backup.sh': {
    'a copy of its store': (app) => new RegExp(`^for name in .*\\b${app}\\b.*; do$`, 'm'),
  },
  'docs/operations.md': {
    'its connections to MongoDB': (app) => new RegExp(`for each instance of .*\\b${app}\\b`),
    'a backup of its database': (app) => `gatehouse_${app}`,
  },
  'apps/gateway/src/routing/route-table.ts': { 'a route to it': (app) => `'${app}'` },
};

function missing(places: typeof ALL_APPS, names: readonly (keyof typeof apps)[]): string[] {
  return Object.entries(places).flatMap(([file, marks]) => {
    const text = readFileSync(join(ROOT, file), 'utf8');
    return Object.entries(marks).flatMap(([what, markOf]) =>
      names
        .filter((name) => {
          const mark = markOf(name, apps[name].port);
          return typeof mark === 'string' ? !text.includes(mark) : !mark.test(text);
        })
        .map((name) => `${file} lacks ${what}: ${name}`),
    );
  });
}

test('every place that lists the platform’s apps has all of them', () => {
  expect(missing(ALL_APPS, appNames)).toEqual([]);
  expect(missing(SERVICES, backendNames)).toEqual([]);
});

test('an app that is left out of a place is named with it', () => {
  const places = { 'README.md': { 'a chapter': (app: string) => `## ${app} is nowhere` } };
  expect(missing(places, ['access'])).toEqual(['README.md lacks a chapter: access']);
});

test('every app has a folder with a manifest, and every folder with one is listed', () => {
  const folders = globSync('apps/*/src/manifest.ts', { cwd: ROOT }).map((file) => file.split('/')[1]);
  expect(folders.sort()).toEqual(manifests.map(({ name }) => name as string).sort());
  expect(Object.keys(apps).sort()).toEqual(folders.sort());
  for (const name of appNames)
    expect([name, existsSync(join(ROOT, 'apps', name, 'src/boot.js'))]).toEqual([name, true]);
});

test('every topic is published by the one app that its name begins with', () => {
  const published = services.flatMap((service) => service.topics.map((topic) => [topic.name, service.name]));
  expect(published.map(([topic]) => topic).sort()).toEqual(
    Object.values(topics)
      .map(({ name }) => name)
      .sort(),
  );
  for (const [topic, app] of published) expect(topic?.startsWith(`${app}.`)).toBe(true);
});
