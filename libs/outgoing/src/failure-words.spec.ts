import {
  AddressNotAllowed,
  AnswerTooLong,
  failureWords,
  NameNotFoundInTime,
  OutOfTime,
} from './failure-words.ts';

const coded = (code: string) => Object.assign(new Error('host.example.org said something private'), { code });

describe('failureWords', () => {
  test.each([
    [new AddressNotAllowed(), 'address not allowed'],
    [new OutOfTime(), 'timeout'],
    [new AnswerTooLong(), 'answer too long'],
    [new NameNotFoundInTime(), 'dns'],
    [coded('ECONNREFUSED'), 'connection refused'],
    [coded('EPIPE'), 'connection reset'],
    [coded('ENOTFOUND'), 'dns'],
    [coded('SELF_SIGNED_CERT_IN_CHAIN'), 'tls'],
    [coded('ERR_TLS_CERT_ALTNAME_INVALID'), 'tls'],
    [coded('HPE_INVALID_CONSTANT'), 'answer not http'],
    [new AggregateError([coded('ENETUNREACH'), coded('ECONNREFUSED')]), 'unreachable'],
    [new Error('wrapped', { cause: coded('ECONNRESET') }), 'connection reset'],
    [new Error('mystery'), 'failed'],
    ['text', 'failed'],
  ])('%s', (error, words) => expect(failureWords(error)).toBe(words));
});
