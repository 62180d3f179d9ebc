// Models of the events, in five languages, by Modelina: node models.cjs ASYNCAPI.json FOLDER, where Modelina is installed
// in the folder that this is run in. Fails where a language gives none, or where one has no name of its own.
const { mkdirSync, readFileSync } = require('node:fs');
const { join } = require('node:path');
const { createRequire } = require('node:module');
const modelina = createRequire(join(process.cwd(), 'index.cjs'))('@asyncapi/modelina');

const [, , file, folder] = process.argv;
const document = JSON.parse(readFileSync(file, 'utf8'));
const events = Object.keys(document.components.messages).map((name) => `${name}Event`);
const languages = {
  typescript: () => new modelina.TypeScriptFileGenerator(),
  python: () => new modelina.PythonFileGenerator(),
  java: () => new modelina.JavaFileGenerator(),
  csharp: () => new modelina.CSharpFileGenerator(),
  go: () => new modelina.GoFileGenerator(),
};
const options = {
  typescript: { exportType: 'named' },
  python: {},
  java: { packageName: 'events' },
  csharp: { namespace: 'Events' },
  go: { packageName: 'events' },
};

async function generate(language) {
  const out = join(folder, language, 'events');
  mkdirSync(out, { recursive: true });
  const models = await languages[language]().generateToFiles(document, out, options[language]);
  const names = models.map(({ modelName }) => modelName).filter((name) => name !== '');
  const missing = events.filter((name) => !names.some((each) => each.toLowerCase() === name.toLowerCase()));
  const nameless = names.filter((name) => /anonymous/i.test(name));
  process.stdout.write(`${language}: ${names.length} models\n`);
  return [
    ...missing.map((name) => `${language}: no ${name}`),
    ...nameless.map((name) => `${language}: ${name}`),
  ];
}

(async () => {
  const faults = [];
  for (const language of Object.keys(languages)) faults.push(...(await generate(language)));
  for (const fault of faults) process.stdout.write(`${fault}\n`);
  process.exitCode = faults.length > 0 ? 1 : 0;
})();
