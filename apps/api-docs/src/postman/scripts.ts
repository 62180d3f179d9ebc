import type { JsonSchema } from '../open-api/open-api.ts';
import type { Actor, Step } from './scenario.ts';

/** Names in the environment that an actor signs with. */
const CREDENTIALS = {
  operator: ['clientId', 'clientSecret'],
  service: ['serviceClientId', 'serviceSecret'],
} as const;

/** Before each call of a folder: signs a JWT (HS256) with the actor's own secret. */
export function signing(actor: Exclude<Actor, 'nobody'>): string[] {
  const [clientId, secret] = CREDENTIALS[actor];
  return [
    "const hashing = require('crypto-js');",
    "const base64url = (words) => hashing.enc.Base64.stringify(words).replace(/\\+/g, '-').replace(/\\//g, '_').replace(/=+$/, '');",
    'const encode = (value) => base64url(hashing.enc.Utf8.parse(JSON.stringify(value)));',
    'const claims = {',
    `  iss: pm.variables.get('${clientId}'),`,
    "  aud: pm.variables.get('audience'),",
    '  exp: Math.floor(Date.now() / 1000) + 300,',
    '};',
    "const text = [{ alg: 'HS256', typ: 'JWT' }, claims].map(encode).join('.');",
    `const signature = hashing.HmacSHA256(text, pm.variables.get('${secret}'));`,
    "pm.variables.set('token', [text, base64url(signature)].join('.'));",
  ];
}

/** Before the first call: gives everything in this run a unique name, so that the collection can be run again. */
export const NAMING: readonly string[] = [
  "const id = () => pm.variables.replaceIn('{{$guid}}').toUpperCase();",
  'const digits = (count) => String(Math.floor(10 ** (count - 1) * (1 + 9 * Math.random())));',
  "for (const name of ['serviceId', 'organisationId', 'messageId', 'providerId', 'spareId']) pm.environment.set(name, id());",
  "const run = pm.environment.get('serviceId').slice(0, 8).toLowerCase();",
  "pm.environment.set('serviceClientId', 'meals-' + run);",
  "pm.environment.set('email', 'pat-' + run + '@example.org');",
  "pm.environment.set('invitedEmail', 'sam-' + run + '@example.org');",
  "pm.environment.set('urn', digits(9));",
  "pm.environment.set('ukprn', digits(8));",
];

const TRIES = 40;

/** After a call: checks its status and its body, and keeps what later calls need. */
export function testing(step: Step, schemas: Readonly<Record<string, JsonSchema>>): string[] {
  const right = [step.status].flat();
  const saved = Object.entries(step.save ?? {});
  const found = (path: string) => `'${path}'.split('.').reduce((part, name) => part?.[name], body)`;
  return [
    'const status = pm.response.code;',
    "const isJson = (pm.response.headers.get('content-type') || '').includes('json');",
    'const body = isJson ? pm.response.json() : undefined;',
    `const schemas = ${JSON.stringify(schemas)};`,
    `const isRight = ${JSON.stringify(right)}.includes(status)${saved.map(([, path]) => ` && ${found(path)} !== undefined`).join('')};`,
    ...(step.settles
      ? [
          "const tries = pm.variables.get('tries') || 0;",
          `const again = !isRight && tries < ${TRIES};`,
          "pm.variables.set('tries', again ? tries + 1 : 0);",
          'if (again) {',
          '  pm.execution.setNextRequest(pm.info.requestId);',
          '  setTimeout(() => {}, 100);',
          '}',
        ]
      : ['const again = false;']),
    'if (!again) {',
    `  pm.test('status ${right.join(' or ')}', () => pm.expect(status).to.be.oneOf(${JSON.stringify(right)}));`,
    '  if (schemas[status] !== undefined) {',
    "    pm.test('the body is as documented', () => pm.response.to.have.jsonSchema(schemas[status]));",
    '  }',
    ...saved.flatMap(([name, path]) => [
      `  pm.test('it has ${path}', () => pm.expect(${found(path)}).to.not.equal(undefined));`,
      `  pm.environment.set('${name}', ${found(path)});`,
    ]),
    '}',
  ];
}
