import { Fault, internal, invalidRequest, unauthenticated, unavailable } from './index.ts';

describe('faults', () => {
  test('a faulty request carries every fault, and a single one as its text', () => {
    expect(invalidRequest(['Missing email', 'Missing sourceId']).members).toEqual({
      errors: ['Missing email', 'Missing sourceId'],
    });
    expect(invalidRequest(['Missing email']).publicText).toBe('Missing email');
  });

  test('a refused caller is told so in the members that clients look for', () => {
    const fault = unauthenticated('jwt expired');
    expect(fault.code).toBe('unauthenticated');
    expect(fault.members).toEqual({ success: false, message: 'jwt expired' });
  });

  test('the cause stays private', () => {
    const cause = new Error('connect ECONNREFUSED 10.0.0.7:27017');
    for (const fault of [internal(cause), unavailable(cause)]) {
      expect(fault).toBeInstanceOf(Fault);
      expect(fault.cause).toBe(cause);
      expect(fault.message).not.toContain('10.0.0.7');
      expect(fault.publicText).not.toContain('10.0.0.7');
    }
  });
});
