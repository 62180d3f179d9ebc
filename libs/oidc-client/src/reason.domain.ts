/** Which rule a provider's word breaks. The closed list: logs and metrics name nothing else. */
export type Reason =
  // Of a JWS, before its claims are read.
  | 'jws-malformed'
  | 'jws-alg'
  | 'jws-crit'
  | 'jws-typ'
  | 'jws-key'
  | 'jws-signature'
  // Of claims.
  | 'iss'
  | 'aud'
  | 'azp'
  | 'exp'
  | 'iat'
  | 'nbf'
  | 'nonce'
  | 'sub'
  | 'sid'
  | 'at-hash'
  | 'jti'
  | 'events'
  // Of the way back.
  | 'state'
  | 'response-iss'
  | 'response-error'
  | 'code'
  // Of an answer.
  | 'grant-refused'
  | 'token-response'
  | 'userinfo'
  | 'userinfo-sub'
  // Of discovery.
  | 'discovery-issuer'
  | 'discovery-address'
  | 'discovery-missing'
  | 'discovery-unsupported';
