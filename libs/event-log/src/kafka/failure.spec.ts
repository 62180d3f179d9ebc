import {
  KafkaJSConnectionError,
  KafkaJSNonRetriableError,
  KafkaJSNumberOfRetriesExceeded,
  KafkaJSProtocolError,
} from 'kafkajs';
import { EventLogError } from '../port.ts';
import { asEventLogError, isUnknownTopic } from './failure.ts';

function protocolError(type: string, code: number): KafkaJSProtocolError {
  return new KafkaJSProtocolError(
    Object.assign(new Error('about ada@example.org'), { type, code, retriable: false }),
  );
}

function wrapped(cause: Error): Error {
  return Object.assign(new KafkaJSNonRetriableError('wrapped'), { cause });
}

describe('asEventLogError', () => {
  test.each([
    [
      'a connection that broke',
      new KafkaJSConnectionError('Connection error: x', { code: 'ECONNREFUSED' }),
      true,
      false,
    ],
    ['an older publisher', protocolError('INVALID_PRODUCER_EPOCH', 47), false, true],
    ['an older publisher, newly named', protocolError('KAFKAJS_UNKNOWN_ERROR_CODE', 90), false, true],
    ['no permission', protocolError('TOPIC_AUTHORIZATION_FAILED', 29), false, false],
    ['a coordinator that moves', protocolError('NOT_COORDINATOR_FOR_GROUP', 16), true, false],
    ['a connection that is not there, as kafkajs says it', new Error('Broker not connected'), true, false],
    ['a defect', new TypeError('cannot read ada@example.org'), false, false],
  ])('%s', (_case, error, retryable, fenced) => {
    for (const given of [error, wrapped(error)]) {
      const mapped = asEventLogError(given);
      expect(mapped).toMatchObject({ name: 'EventLogError', fenced });
      expect(mapped.message).not.toContain('ada@');
      if (given === error) expect(mapped.retryable).toBe(retryable);
    }
  });

  test('what kafkajs gave up to repeat is judged by its cause', () => {
    const cause = protocolError('CONCURRENT_TRANSACTIONS', 51);
    const mapped = asEventLogError(
      new KafkaJSNumberOfRetriesExceeded(cause, { retryCount: 3, retryTime: 5 }),
    );
    expect(mapped).toMatchObject({ retryable: true, message: 'event log: CONCURRENT_TRANSACTIONS' });
  });

  test('an error of the port stays as it is', () => {
    const error = new EventLogError('x', { retryable: true });
    expect(asEventLogError(error)).toBe(error);
  });
});

test('an unknown topic is seen through what wraps it', () => {
  expect(isUnknownTopic(wrapped(protocolError('UNKNOWN_TOPIC_OR_PARTITION', 3)))).toBe(true);
  expect(isUnknownTopic(new Error('x'))).toBe(false);
});
