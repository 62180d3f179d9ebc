import { StoreError } from '../port.ts';
import { refusingIndex, storeError } from './mongodb-error.ts';

describe('a failure of MongoDB', () => {
  test.each([
    [{ name: 'MongoNetworkError', message: 'connection to 10.0.0.1 closed' }],
    [{ name: 'MongoServerSelectionError' }],
    [{ name: 'MongooseServerSelectionError' }],
    [{ name: 'MongoPoolClearedError' }],
    [{ name: 'PoolClearedOnNetworkError' }],
    [{ name: 'MongoWaitQueueTimeoutError' }],
    [{ name: 'MongoServerError', code: 10107, codeName: 'NotWritablePrimary' }],
    [{ name: 'MongoServerError', code: 189, codeName: 'PrimarySteppedDown' }],
    [{ name: 'MongoServerError', code: 91, codeName: 'ShutdownInProgress' }],
    [{ name: 'MongoServerError', code: 11600, codeName: 'InterruptedAtShutdown' }],
    [{ name: 'MongoServerError', code: 1, codeName: 'InternalError' }],
    [{ name: 'MongoWriteConcernError', code: 64, codeName: 'WriteConcernTimeout' }],
    [{ name: 'MongoServerError', code: 99_999, errorLabels: ['RetryableWriteError'] }],
    // Node's own, where a command was being written to a connection that ended.
    [{ name: 'Error', code: 'ECONNRESET' }],
    [{ name: 'Error', code: 'EPIPE' }],
    [{ name: 'Error', code: 'ERR_STREAM_DESTROYED' }],
  ])('%j may be over later', (error) => {
    expect(storeError('people', error)).toMatchObject({ name: 'StoreError', retryable: true });
  });

  test.each([
    [{ name: 'MongoServerError', code: 2, codeName: 'BadValue' }],
    [{ name: 'MongoServerError', code: 13, codeName: 'Unauthorized' }],
    [{ name: 'MongoServerError', code: 18, codeName: 'AuthenticationFailed' }],
    [{ name: 'MongoParseError' }],
    [{ name: 'Error', code: 'ERR_INVALID_ARG_TYPE' }],
    [new TypeError('x')],
    ['x'],
    [null],
  ])('%j is for good', (error) => {
    expect(storeError('people', error)).toMatchObject({ name: 'StoreError', retryable: false });
  });

  test('is told by its kind, never in its own words', () => {
    const error = { name: 'MongoServerError', code: 2, codeName: 'BadValue', message: 'ada@example.com' };
    const told = storeError('people', error);
    expect(told.message).toBe('people: BadValue (2)');
    expect(told.cause).toBeUndefined();
  });

  test('that reached no server tells what stood in the way, as a code', () => {
    const cause = { name: 'Error', code: 'DEPTH_ZERO_SELF_SIGNED_CERT', message: 'of 10.0.0.1' };
    const server = { error: { name: 'MongoNetworkError', code: 'of 10.0.0.1', cause } };
    const error = {
      name: 'MongooseServerSelectionError',
      reason: { servers: new Map([['10.0.0.1', server]]) },
    };
    expect(storeError('store', error).message).toBe(
      'store: MongooseServerSelectionError: DEPTH_ZERO_SELF_SIGNED_CERT',
    );
  });

  test('of a connection is told by its code', () => {
    const error = Object.assign(new Error('write to 10.0.0.7 failed'), { code: 'EPIPE' });
    expect(storeError('people', error).message).toBe('people: Error: EPIPE');
  });

  test('that is told already is left as it is', () => {
    const told = new StoreError('x', { retryable: true });
    expect(storeError('people', told)).toBe(told);
  });

  test.each([
    [
      'E11000 duplicate key error collection: index_1.people index: email dup key: { email: " index: x" }',
      'email',
    ],
    ['E11000 duplicate key error collection: a.people index: _id_ dup key: { _id: "A" }', '_id_'],
    ["Duplicate key violation on the requested collection: Index 'email'", 'email'],
  ])('names the index: %s', (message, index) => {
    expect(refusingIndex({ code: 11_000, message })).toBe(index);
    expect(refusingIndex({ code: 11_000, errmsg: message })).toBe(index);
    expect(refusingIndex({ code: 2, message })).toBeUndefined();
  });
});
