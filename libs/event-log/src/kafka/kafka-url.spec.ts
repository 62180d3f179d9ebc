import { parseKafkaUrl } from './kafka-url.ts';

describe('parseKafkaUrl', () => {
  test('reads brokers alone', () => {
    expect(parseKafkaUrl('kafka://a:9092,10.0.0.2:9093')).toEqual({
      brokers: ['a:9092', '10.0.0.2:9093'],
      tls: false,
    });
  });

  test('reads everything', () => {
    const url =
      'kafka://app:p%40ss%3Aword@a.example.org:9092/?ssl=true&sasl=scram-sha-256&partitions=6&replication=3&min-insync=2&prefix=staging';
    expect(parseKafkaUrl(url)).toEqual({
      brokers: ['a.example.org:9092'],
      tls: true,
      sasl: { mechanism: 'scram-sha-256', username: 'app', password: 'p@ss:word' },
      partitions: 6,
      replicationFactor: 3,
      minInSync: 2,
      prefix: 'staging',
    });
  });

  test('a user without a mechanism uses the strongest', () => {
    expect(parseKafkaUrl('kafka://u:p@a:1').sasl?.mechanism).toBe('scram-sha-512');
  });

  test.each([
    'kafka://',
    'kafka://host',
    'kafka://host:0',
    'kafka://host:65536',
    'kafka://a:1,,b:2',
    'kafka://[::1]:9092',
    'kafka://a:1#x',
    'kafka://secret@a:1',
    'kafka://u:secret%zz@a:1',
    'kafka://a:1?sasl=plain',
    'kafka://u:secret@a:1?sasl=gssapi',
    'kafka://a:1?ssl=yes',
    'kafka://a:1?partitions=0',
    'kafka://a:1?partitions=1&partitions=2',
    'kafka://a:1?replication=2&min-insync=3',
    'kafka://a:1?prefix=A.b',
    'kafka://a:1?password=secret',
  ])('refuses %j for good, and repeats no secret', (url) => {
    expect(() => parseKafkaUrl(url)).toThrow(
      expect.objectContaining({
        name: 'EventLogError',
        retryable: false,
        message: expect.not.stringContaining('secret'),
      }),
    );
  });
});
