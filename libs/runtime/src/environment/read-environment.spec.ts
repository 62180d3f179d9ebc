import { ConfigurationError, type EnvironmentTexts, readEnvironment } from './read-environment.ts';
import { variables } from './variables.ts';

const { GATEWAY_PORT, HOST, STORE_URL, EVENTS_URL, OPERATOR_SECRET, MASTER_KEY, PUBLIC_URL } = variables;
const {
  AUDIT_DAYS,
  DELIVERY_SCHEDULE,
  ALLOW_PRIVATE_CALLBACKS,
  INVITATION_TTL_DAYS,
  RATE_LIMIT_PER_MINUTE,
  DEMO_DATA,
} = variables;

function faultsOf(read: () => unknown): readonly string[] {
  try {
    read();
  } catch (error) {
    if (error instanceof ConfigurationError) return error.faults;
    throw error;
  }
  throw new Error('no fault was found');
}

test('standalone needs nothing, and an empty value counts as absent', () => {
  expect(readEnvironment(variables, { HOST: '', GATEWAY_PORT: ' ' })).toEqual({
    GATEWAY_PORT: 43890,
    DIRECTORY_PORT: 43891,
    ACCESS_PORT: 43892,
    INVITATIONS_PORT: 43893,
    NOTIFIER_PORT: 43894,
    SIGNIN_PORT: 43895,
    ACCOUNTS_PORT: 43896,
    CONSOLE_PORT: 43897,
    HOST: '127.0.0.1',
    DATA_DIR: '.data',
    STORE_URL: 'sqlite:',
    EVENTS_URL: 'sqlite:',
    EMAIL_URL: 'mailbox:',
    EMAIL_FROM: 'no-reply@localhost',
    PLATFORM_NAME: 'Gatehouse',
    AUDIENCE: 'signin.education.gov.uk',
    USERS_WINDOW_DAYS: 7,
    REQUEST_TTL_DAYS: 90,
    REQUEST_ESCALATION_DAYS: 7,
    INVITATION_TTL_DAYS: 28,
    SESSION_IDLE_MINUTES: 60,
    SESSION_HOURS: 10,
    SELF_REGISTRATION: true,
    SIGNING_KEY_DAYS: 90,
    ACCOUNTS_SIGN_IN_MINUTES: 120,
    ACCOUNTS_SESSION_HOURS: 24,
    ACCOUNTS_SESSION_IDLE_HOURS: 2,
    CHALLENGES_PER_NETWORK: 1_000,
    DELIVERY_SCHEDULE: [0, 5, 300, 1800, 7200, 18000, 36000, 36000],
    AUDIT_DAYS: 400,
    WEBHOOK_DISABLE_DAYS: 5,
    ALLOW_PRIVATE_CALLBACKS: true,
    OPERATOR_CONSOLE: true,
    RATE_LIMIT_PER_MINUTE: 3_000,
    DEMO_DATA: true,
    LOG_LEVEL: 'info',
    distributed: false,
    notices: [],
  });
});

test('distributed, the defaults change and the keys are required', () => {
  const env = {
    STORE_URL: 'mongodb://db',
    OPERATOR_SECRET: 'x'.repeat(44),
    MASTER_KEY: `${'a'.repeat(44)}, ${'b'.repeat(44)}`,
  };
  expect(readEnvironment({ HOST, ALLOW_PRIVATE_CALLBACKS, MASTER_KEY, OPERATOR_SECRET }, env)).toEqual({
    HOST: '0.0.0.0',
    ALLOW_PRIVATE_CALLBACKS: false,
    MASTER_KEY: ['a'.repeat(44), 'b'.repeat(44)],
    OPERATOR_SECRET: 'x'.repeat(44),
    distributed: true,
    notices: [],
  });
  const faults = faultsOf(() =>
    readEnvironment({ OPERATOR_SECRET, MASTER_KEY }, { EVENTS_URL: 'kafka://a:9092,b:9092' }),
  );
  expect(faults).toHaveLength(2);
  expect(faults[0]).toMatch(/^OPERATOR_SECRET is missing: it should be /);
});

test('all faults are told at once: name, what it was, what it should be', () => {
  const faults = faultsOf(() =>
    readEnvironment(
      { GATEWAY_PORT, ALLOW_PRIVATE_CALLBACKS, STORE_URL, OPERATOR_SECRET },
      {
        GATEWAY_PORT: '70000',
        ALLOW_PRIVATE_CALLBACKS: 'yes',
        STORE_URL: 'postgres://anna:hunter2@db/x',
        OPERATOR_SECRET: 'hunter2',
      },
    ),
  );
  expect(faults).toEqual([
    'GATEWAY_PORT is "70000": it should be a port from 0 to 65535',
    'ALLOW_PRIVATE_CALLBACKS is "yes": it should be true or false',
    'STORE_URL is "postgres://***@db/x": it should be sqlite: or mongodb://host',
    expect.stringMatching(/^OPERATOR_SECRET is \(hidden, 7 characters\): it should be a secret/),
  ]);
});

test.each([
  ['port', { GATEWAY_PORT }, { GATEWAY_PORT: '0' }, { GATEWAY_PORT: 0 }],
  ['fraction', { INVITATION_TTL_DAYS }, { INVITATION_TTL_DAYS: '0.0005' }, { INVITATION_TTL_DAYS: 0.0005 }],
  ['list', { DELIVERY_SCHEDULE }, { DELIVERY_SCHEDULE: '0, 0.5,3' }, { DELIVERY_SCHEDULE: [0, 0.5, 3] }],
  ['for good', { AUDIT_DAYS }, { AUDIT_DAYS: '0' }, { AUDIT_DAYS: 0 }],
  ['off', { RATE_LIMIT_PER_MINUTE }, { RATE_LIMIT_PER_MINUTE: '0' }, { RATE_LIMIT_PER_MINUTE: 0 }],
  ['boolean', { DEMO_DATA }, { DEMO_DATA: 'false' }, { DEMO_DATA: false }],
  [
    'URL',
    { PUBLIC_URL },
    { PUBLIC_URL: 'https://id.example.org/' },
    { PUBLIC_URL: 'https://id.example.org' },
  ],
] as const)('%s values are read', (_case, known, env, values) => {
  expect(readEnvironment(known, env)).toMatchObject(values);
});

test.each<[keyof typeof variables, string[]]>([
  ['GATEWAY_PORT', ['-1', '1.5', '65536', '0x10', '1e3']],
  ['DELIVERY_SCHEDULE', [',', '1,,2', '1,-2', 'a', '1;2']],
  ['INVITATION_TTL_DAYS', ['0', '-1', 'Infinity', '1e2', 'NaN']],
  ['AUDIT_DAYS', ['-1', '36501', '1e2']],
  ['USERS_WINDOW_DAYS', ['0', '1.5']],
  ['ALLOW_PRIVATE_CALLBACKS', ['TRUE', '1', 'on']],
  [
    'PUBLIC_URL',
    [
      'example.org',
      'ftp://example.org',
      'https://a:b@example.org',
      'https://a@example.org',
      'https://example.org/?a',
      'https://example.org?',
      'https://example.org/#a',
      'https://example.org#',
      'https://example.org/id',
      'https://example.org//',
      'https://example.org\\id',
      'https://example.org:port',
      'https://',
    ],
  ],
  [
    'DATA_DIR',
    [
      'file:x',
      'file:///x',
      'sqlite:/x',
      'https://x',
      's3://x',
      '~',
      '~/x',
      '$HOME/x',
      '"/x"',
      "'/x'",
      'a\nb',
    ],
  ],
  ['METRICS_TOKEN', ['short', 'a token with spaces in it']],
  ['GATEHOUSE_ENV', ['prod', 'Production', 'development']],
  ['GATEWAY_PORT', ['tcp://', 'http://10.0.0.1:1', 'tcp://10.0.0.1']],
  ['EVENTS_URL', ['tcp://10.0.0.1:9092']],
  [
    'EVENTS_URL',
    [
      'kafka://',
      'kafka://host',
      'kafka://user@host:1',
      'kafka://host:1?acks=0',
      'kafka://host:1?ssl',
      'sqlite:/tmp/x',
      'amqp://x',
    ],
  ],
  ['STORE_URL', ['mongodb://', 'mysql://x', 'sqlite:/tmp/x']],
  ['EMAIL_URL', ['smtp://', 'http://x', 'smtp://user:secret@', 'smtp://host:99999', 'mailbox:x']],
  ['EMAIL_FROM', ['nobody', 'a@b@c']],
  ['LOG_LEVEL', ['INFO', 'verbose']],
  ['HOST', ['a b']],
])('%s refuses %j', (name, texts) => {
  for (const text of texts) {
    const known = { [name]: variables[name] };
    const env: EnvironmentTexts = { [name]: text, OPERATOR_SECRET: 'x'.repeat(44) };
    expect(faultsOf(() => readEnvironment(known, env))[0]).toMatch(new RegExp(`^${name} is `));
  }
});

test('the engines that many processes share are seen in either URL', () => {
  expect(readEnvironment({ HOST, EVENTS_URL }, { EVENTS_URL: 'kafka://a:1' }).distributed).toBe(true);
  expect(readEnvironment({ HOST, STORE_URL }, { STORE_URL: 'sqlite:' }).distributed).toBe(false);
});

test('a Kafka with user, several brokers and parameters is taken as it is, and a wrong one is shown without its password', () => {
  const url = 'kafka://app:p%40ss@a:9092,b:9092/?ssl=true&sasl=scram-sha-512&replication=3&min-insync=2';
  expect(readEnvironment({ EVENTS_URL }, { EVENTS_URL: url }).EVENTS_URL).toBe(url);
  const [fault] = faultsOf(() => readEnvironment({ EVENTS_URL }, { EVENTS_URL: `${url}&acks=0` }));
  expect(fault).toContain('***@a:9092');
  expect(fault).not.toContain('p%40ss');
});

test.each(['data', './a:b', '/var/lib/gatehouse', 'C:\\data', '../a b', 'a~$'])(
  'DATA_DIR may be %s',
  (path) => {
    const { DATA_DIR } = variables;
    expect(readEnvironment({ DATA_DIR }, { DATA_DIR: path }).DATA_DIR).toBe(path);
  },
);

test('what Kubernetes sets for Services of the platform’s names is ignored, and said once for each variable', () => {
  const env = {
    GATEWAY_PORT: 'tcp://10.0.0.1:43890',
    NOTIFIER_PORT: 'udp://[fd00::1]:1 ',
    ACCESS_PORT: '1',
    OTHER_PORT: 'tcp://10.0.0.1:2',
  };
  const { notices, ...values } = readEnvironment({ GATEWAY_PORT, ACCESS_PORT: variables.ACCESS_PORT }, env);
  expect(values).toMatchObject({ GATEWAY_PORT: 43890, ACCESS_PORT: 1 });
  expect(notices).toEqual([
    { variable: 'GATEWAY_PORT', text: expect.stringMatching(/^GATEWAY_PORT is ignored: .*Kubernetes/) },
    { variable: 'NOTIFIER_PORT', text: expect.stringMatching(/^NOTIFIER_PORT is ignored: .*Kubernetes/) },
  ]);
});

test('whose platform it is: a name of one line, pages with query and fragment, an address for help', () => {
  const given = {
    PLATFORM_NAME: 'Mynediad – Sign-in',
    SUPPORT_URL: 'https://help.example.org/start?from=1#top',
    SUPPORT_EMAIL: 'help@example.org',
  };
  expect(readEnvironment(variables, given)).toMatchObject(given);
  const faulty = {
    PLATFORM_NAME: 'two\nlines',
    SUPPORT_URL: 'help.example.org',
    SUPPORT_EMAIL: 'Help <help@example.org>',
    PRIVACY_URL: 'javascript:alert(1)',
    ACCESSIBILITY_URL: 'https://user:password@example.org/',
  };
  for (const [name, value] of Object.entries(faulty)) {
    expect(() => readEnvironment(variables, { [name]: value })).toThrow(
      new RegExp(`^${name} is .*: it should be`),
    );
  }
});
