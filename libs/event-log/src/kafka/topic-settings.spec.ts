import { judgeSettings, topicSettings } from './topic-settings.ts';

const DAY_MS = 86_400_000;
const KEPT = { name: 'kept' };
const PASSING = { name: 'passing', retentionMs: 30 * DAY_MS };

describe('topicSettings', () => {
  test('compact after at least a day and at most a week', () => {
    expect(topicSettings(KEPT, 2)).toEqual({
      'cleanup.policy': 'compact',
      'min.compaction.lag.ms': '86400000',
      'max.compaction.lag.ms': '518400000',
      'min.insync.replicas': '2',
    });
  });

  test('with a retention, a record is gone at that age, though whole segments go', () => {
    const settings = topicSettings(PASSING, undefined);
    expect(settings).toMatchObject({ 'cleanup.policy': 'compact,delete' });
    expect(settings).not.toHaveProperty('min.insync.replicas');
    expect(Number(settings['retention.ms']) + Number(settings['segment.ms'])).toBe(30 * DAY_MS);
  });

  test.each([KEPT, PASSING])('what is made so is found well: $name', (declaration) => {
    expect(judgeSettings(declaration, new Map(Object.entries(topicSettings(declaration, 2))))).toEqual({});
  });
});

describe('judgeSettings', () => {
  test.each([
    [KEPT, 'delete'],
    [PASSING, 'delete'],
    [KEPT, 'compact,delete'],
  ])('%j with %s is a fault', (declaration, policy) => {
    expect(judgeSettings(declaration, new Map([['cleanup.policy', policy]])).fault).toContain(policy);
  });

  test('what keeps more than declared is a warning', () => {
    expect(judgeSettings(PASSING, new Map([['cleanup.policy', 'compact']])).warning).toBeDefined();
    const forEver = new Map(Object.entries({ 'cleanup.policy': 'delete,compact', 'retention.ms': '-1' }));
    expect(judgeSettings(PASSING, forEver).warning).toBeDefined();
  });

  test('a topic that takes less than 64 KB at once is a fault that says what to do', () => {
    const settings = (bytes: number) =>
      new Map(Object.entries({ 'cleanup.policy': 'compact', 'max.message.bytes': String(bytes) }));
    expect(judgeSettings(KEPT, settings(65_535)).fault).toMatch(/^max\.message\.bytes is 65535; .*raise it/);
    expect(judgeSettings(KEPT, settings(65_536))).toEqual({});
  });
});
