/**
 * Looks at a generated C# client where no compiler is: every operation has its method, every named schema its class, and no class
 * has two members of one name. `look-at-csharp.ts OPENAPI.json FOLDER`.
 */
import { globSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';

interface Document {
  paths: Record<string, Record<string, { operationId: string }>>;
  components: { schemas: Record<string, unknown> };
}

const [, , file = '', folder = ''] = process.argv;
const document: Document = JSON.parse(readFileSync(file, 'utf8'));
const textsOf = (kind: string) =>
  globSync(join(folder, `Org.OpenAPITools/${kind}/*.cs`)).map(
    (path) => [basename(path, '.cs'), readFileSync(path, 'utf8')] as const,
  );

const capitalised = (name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}`;
const twice = (names: readonly string[]) => names.filter((name, place) => names.indexOf(name) !== place);

const models = textsOf('Model');
const calls = textsOf('Api')
  .map(([, text]) => text)
  .join('\n');
const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
const faults = [
  ...operations
    .filter(({ operationId }) => !calls.includes(` ${capitalised(operationId)}Async(`))
    .map(({ operationId }) => `no method ${operationId}`),
  ...Object.keys(document.components.schemas)
    .filter((name) => !models.some(([model, text]) => model === name && text.includes(`class ${name} `)))
    .map((name) => `no class ${name}`),
  ...models.flatMap(([model, text]) =>
    twice(
      [...(text.split('JsonConverter<')[0]?.matchAll(/^ {8}public [^=(]+? (\w+) \{ get/gm) ?? [])].map(
        ([, name = '']) => name,
      ),
    ).map((name) => `${model} has two members ${name}`),
  ),
];
process.stdout.write(
  `${[...faults, `${operations.length} operations, ${models.length} models`].join('\n')}\n`,
);
process.exitCode = faults.length > 0 ? 1 : 0;
